// Erases the drafts of surveys that this browser keeps, once they are a week old or their survey
// takes no answers any more. The survey that the page shows does so itself.

const PREFIX = "survey-answers:";
const WEEK = 7 * 24 * 60 * 60 * 1000;

const shown = document.querySelector("[data-survey], [data-over]")?.dataset;

try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        const { at, until } = JSON.parse(localStorage.getItem(name)) ?? {};
        const isOld = !(Date.now() - at < WEEK);
        const isOver = Date.now() > until && name !== `${PREFIX}${shown?.survey ?? shown?.over}`;
        if (isOld || isOver) localStorage.removeItem(name);
    }
} catch {
    // No storage in this browser: nothing was kept.
}
