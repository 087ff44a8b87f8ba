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
    element.removeAttribute("aria-labelledby");
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

/** The box to search in opens at the end of the page, and tells whose results it controls. */
function nameSearch(input) {
  const id = input.getAttribute("aria-controls")?.replace(/^select2-(.*)-results$/, "$1");
  const field = document.getElementById(id);
  if (field) name(input, field);
}

/** Django describes some controls by what is not on the page, and gives some help texts no id. */
function describe(element) {
  const described = element.getAttribute("aria-describedby").split(" ");
  const ids = described.filter((id) => document.getElementById(id));
  const help = element
    .closest(".flex-container, fieldset:not(.module)")
    ?.querySelector(".help:not(.timezonewarning)");
  if (help && !ids.includes(help.id)) {
    help.id ||= `${element.id || element.querySelector("input").name}_helptext`;
    ids.unshift(help.id);
  }
  if (ids.length) element.setAttribute("aria-describedby", ids.join(" "));
  else element.removeAttribute("aria-describedby");
}

/** A time zone goes with a day and hour together; a day alone is the same everywhere. */
function placeZone(warning) {
  const moment = warning.nextElementSibling;
  if (!moment?.matches(".datetime")) return warning.remove();
  moment.querySelectorAll("input").forEach((input) => {
    const ids = [input.getAttribute("aria-describedby"), warning.id];
    input.setAttribute("aria-describedby", ids.filter(Boolean).join(" "));
  });
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
  ".select2-search--dropdown input": nameSearch,
  "form [aria-describedby]": describe,
  ".timezonewarning": placeZone,
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
