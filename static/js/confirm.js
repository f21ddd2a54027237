// form[data-confirm="question"] or its button: asks in the page's dialog before sending.
let passed = null;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    const dialog = document.querySelector("[data-confirm-dialog]");
    if (!question || !dialog || passed === form) {
      passed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector("[data-confirm-question]").textContent = question;
    dialog.returnValue = "no";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        passed = form;
        form.requestSubmit(button);
      },
      { once: true },
    );
    dialog.showModal();
  },
  true,
);
