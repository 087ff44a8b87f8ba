// Names for the controls that Django's and the libraries' scripts make without: a screen reader
// says the label of the field that they stand for.

function label(field) {
  const element = field.labels?.[0];
  if (element && !element.id) element.id = `${field.id}_label`;
  return element;
}

/** Names an element after a field, and after itself too where what it shows is the value. */
function name(element, field, itself = "") {
  const id = label(field)?.id;
  if (id) {
    element.setAttribute("aria-labelledby", `${id} ${itself}`.trim());
  } else {
    element.setAttribute("aria-label", field.getAttribute("aria-label") ?? field.name);
  }
}

function nameEditor(editor) {
  const field = editor.closest(".prose-editor")?.querySelector("textarea");
  if (field) name(editor, field);
}

function nameChoice(container) {
  const field = container.previousElementSibling;
  const selection = container.querySelector(".select2-selection");
  if (!selection || field?.tagName !== "SELECT") return;
  const shown = selection.querySelector("[role=textbox]");
  if (shown) name(shown, field);
  name(selection, field, shown?.id);
  // The button that clears all stands between the items of the list.
  selection.querySelector("ul")?.setAttribute("role", "presentation");
  selection.querySelectorAll("input").forEach((input) => name(input, field));
}

/** The editor's menu in the language of the page: the library asks for no translation of it. */
function translateMenu(element) {
  const { gettext } = window;
  if (!gettext) return;
  for (const attribute of ["title", "aria-label"]) {
    if (element.hasAttribute(attribute)) {
      element.setAttribute(attribute, gettext(element.getAttribute(attribute)));
    }
  }
  const wordsAlone = !element.childElementCount && !element.matches(".material-icons");
  if (wordsAlone && element.textContent) element.textContent = gettext(element.textContent);
}

const NAMES = {
  "[class*=prose-menubar] *": translateMenu,
  ".tiptap[role=textbox]": nameEditor,
  ".select2-container": nameChoice,
  ".help-tooltip[aria-label]:not([role])": (tooltip) => tooltip.setAttribute("role", "img"),
};

function nameAll(root) {
  for (const [selector, give] of Object.entries(NAMES)) {
    if (root.matches(selector)) give(root);
    root.querySelectorAll(selector).forEach(give);
  }
}

nameAll(document.body);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) nameAll(node);
  }
}).observe(document.body, { childList: true, subtree: true });
