/* A report that is pasted keeps its headings and lists, which the clipboard holds beside the text.
   The server reads them where the text is still the one that was pasted. */

const LONGEST = 1_000_000;
const [text, html] = ["text", "html"].map((name) => document.querySelector(`#id_${name}`));

text.addEventListener("paste", ({ clipboardData }) => {
    const piece = clipboardData.getData("text/html");
    html.value = piece.length <= LONGEST ? piece : "";
});
