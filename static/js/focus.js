// [data-focus]: what the reader should hear and see first, such as a form's faults.
document.querySelector("[data-focus]")?.focus();
