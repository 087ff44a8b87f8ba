/* A paste from Word or Google Docs keeps its headings and lists.

   The editor itself reads links, tables and true lists, and drops all that it does not know. Here is
   only what it would lose, and what nobody should see. Addresses and white space are put right as
   the text is saved, by kpcsc/foundation/pasted_html.py. */

import { Extension } from "django-prose-editor/editor";

const HEADINGS = "h1, h2, h3, h4, h5, h6, [class*=MsoHeading], [class*=MsoTitle], [role=heading]";
const FOREIGN_LEVELS = "h1, h2, [class*=MsoHeading1], [class*=MsoHeading2], [class*=MsoTitle], [role=heading]";
const HIDDEN = /display:\s*none|mso-hide:\s*all|mso-element:\s*comment-list/i;
const LIST_ENTRY = /mso-list:\s*(\w+) level(\d)/i;
const LIST_MARKER = "[data-style*='mso-list:Ignore' i]";
const EMPHASES = [
    { tag: "strong", elements: "b, strong", property: "fontWeight", value: /^(bold(er)?|[5-9]00)$/ },
    { tag: "em", elements: "i, em", property: "fontStyle", value: /^(italic|oblique)/ },
];

/* The page's security policy refuses inline styles even in a document that is never shown, but
   they alone say what is bold in Google Docs and what is a list in Word: read under another name. */
function parse(html) {
    const harmless = html
        .replace(/<style[\s\S]*?<\/style>/gi, "")
        .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/i, " data-style="));
    return new DOMParser().parseFromString(harmless, "text/html").body;
}

const style = (element) => element.dataset.style ?? "";

function removeHidden(body) {
    body.querySelectorAll("del, [class*=MsoCommentReference]").forEach((found) => found.remove());
    for (const element of body.querySelectorAll("[data-style]")) {
        if (HIDDEN.test(style(element))) element.remove();
    }
}

function removeBlankParagraphs(body) {
    for (const paragraph of body.querySelectorAll("p")) {
        if (!paragraph.textContent.trim()) paragraph.remove();
    }
}

function levelOf({ localName, className, ariaLevel }) {
    const [, level] = localName.match(/^h([1-6])$/) ?? className.match(/MsoHeading([1-9])/) ?? [];
    return Number(level ?? (className.includes("MsoTitle") ? 1 : ariaLevel ?? 2));
}

/* The levels that the editor has: h3 and h4. A text without a level above these has them already. */
function lowerHeadings(body) {
    const offset = body.querySelector(FOREIGN_LEVELS) ? 0 : 1;
    for (const found of body.querySelectorAll(HEADINGS)) {
        const heading = document.createElement(levelOf(found) - offset <= 2 ? "h3" : "h4");
        heading.append(...found.childNodes);
        found.replaceWith(heading);
    }
}

function isEmphasised(text, { elements, property, value }) {
    const declared = document.createElement("span").style;
    for (let element = text.parentElement; element; element = element.parentElement) {
        declared.cssText = style(element);
        if (declared[property]) return value.test(declared[property]);
        if (element.matches(elements)) return true;
    }
    return false;
}

/* Of all that says whether a word is bold, the nearest counts: <b style="font-weight:normal"> stands
   around whole texts of Google Docs. */
function putEmphasisInElements(body) {
    const texts = [];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (text.data.trim()) texts.push([text, EMPHASES.filter((each) => isEmphasised(text, each))]);
    }
    for (const { elements } of EMPHASES) {
        body.querySelectorAll(elements).forEach((found) => found.replaceWith(...found.childNodes));
    }
    for (const [text, emphases] of texts) {
        for (const { tag } of emphases) {
            const element = document.createElement(tag);
            text.replaceWith(element);
            element.append(text);
        }
    }
}

/* Word writes the entries of its lists as paragraphs, each with its level and its bullet. */
function makeLists(body) {
    let lists = []; // from the outermost to the one that has the last entry
    for (const paragraph of body.querySelectorAll("p[data-style*='mso-list' i]")) {
        const [, id, level] = style(paragraph).match(LIST_ENTRY) ?? [];
        if (!id) continue;
        const markers = [...paragraph.querySelectorAll(LIST_MARKER)];
        const marker = markers.map((found) => found.textContent).join("").trim();
        markers.forEach((found) => found.remove());

        const tag = /\d|\w[.)°-]/.test(marker) ? "ol" : "ul";
        const key = `${tag} ${id}`;
        if (paragraph.previousElementSibling !== lists[0]?.list) lists = [];
        while (lists.length && lists.at(-1).level >= level) {
            if (lists.at(-1).level === level && lists.at(-1).key === key) break;
            lists.pop();
        }
        if (lists.at(-1)?.level !== level) {
            const list = document.createElement(tag);
            if (/^\d+[.)]*$/.test(marker)) list.setAttribute("start", parseInt(marker));
            if (lists.length) lists.at(-1).list.lastElementChild.append(list);
            else paragraph.before(list);
            lists.push({ list, level, key });
        }
        const entry = document.createElement("li");
        lists.at(-1).list.append(entry);
        entry.append(paragraph);
    }
}

export const PastedHTML = Extension.create({
    name: "pastedHTML",
    transformPastedHTML(html) {
        if (html.includes("data-pm-slice")) return html; // from this editor or another like it
        const body = parse(html);
        removeHidden(body);
        removeBlankParagraphs(body);
        lowerHeadings(body);
        putEmphasisInElements(body);
        makeLists(body);
        return body.innerHTML;
    },
});
