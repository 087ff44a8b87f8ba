/* What is under way shows how far it is: the part of the page that says so is asked for again. */

const SECONDS = 4;
const progress = document.querySelector("[data-progress]");

const look = async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const latest = page.querySelector("[data-progress]");
    if (!latest) {
        location.reload();
        return;
    }
    const isOver = !("isRunning" in latest.dataset);
    progress.replaceChildren(...latest.childNodes);
    if (!isOver) {
        setTimeout(look, SECONDS * 1000);
    }
};

document.querySelector("[data-reload]")?.remove();
setTimeout(look, SECONDS * 1000);
