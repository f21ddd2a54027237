// [data-opens="id"] opens that <dialog>; a click on its backdrop closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
});
