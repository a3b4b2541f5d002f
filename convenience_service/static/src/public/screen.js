/*
 * The screen at the entrance: scrolls, renews itself, and keeps what it shows while the server is
 * away. It runs for months: whatever it is shown takes the place of what was there, and one timer
 * and one frame are all that is ever waiting.
 */
(() => {
    "use strict";
    const RENEW = 60_000; // milliseconds between two looks at the server
    const REST = 6_000; // at the top and at the end
    const SPEED = 0.045; // heights of the window a second

    const page = () => document.getElementById("content");
    const state = { top: 0, rest: REST, last: 0, asking: false };

    function showTime(now = new Date()) {
        const zone = document.body.dataset.tz;
        const part = (options) =>
            new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, ...options }).format(now);
        document.getElementById("clock").textContent = part({
            month: "long",
            day: "numeric",
            weekday: "short",
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
        });
        const hour = Number(
            new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }).format(now)
        );
        document.body.classList.toggle("night", hour < 7 || hour >= 19);
    }

    function take(text) {
        const fresh = new DOMParser().parseFromString(text, "text/html");
        if (fresh.body.dataset.version !== document.body.dataset.version) {
            location.reload(); // the server has just answered, so it is there
            return;
        }
        for (const id of ["content", "heading", "calls"]) {
            const before = document.getElementById(id);
            const after = fresh.getElementById(id);
            if (before && after && before.innerHTML !== after.innerHTML) {
                before.replaceChildren(...after.childNodes);
            }
        }
    }

    async function renew() {
        if (state.asking) {
            return;
        }
        state.asking = true;
        try {
            const answer = await fetch(location.href, {
                cache: "no-cache",
                credentials: "same-origin",
                signal: AbortSignal.timeout(20_000),
            });
            if (answer.ok) {
                take(await answer.text());
                document.getElementById("away").hidden = true;
            } else if (answer.status === 404) {
                // the link was renewed: what it showed is nobody's to see here any more
                page().replaceChildren(document.createTextNode(document.body.dataset.gone));
            } else {
                document.getElementById("away").hidden = false;
            }
        } catch {
            document.getElementById("away").hidden = false;
        } finally {
            state.asking = false;
        }
    }

    function move(now) {
        const room = document.getElementById("window").clientHeight;
        const most = Math.max(0, page().scrollHeight - room);
        const passed = Math.min(100, now - (state.last || now));
        state.last = now;
        if (state.rest > 0) {
            state.rest -= passed;
        } else if (state.top < most) {
            state.top = Math.min(most, state.top + (room * SPEED * passed) / 1000);
            state.rest = state.top >= most ? REST : 0;
        } else {
            state.top = 0;
            state.rest = REST;
        }
        state.top = Math.min(state.top, most);
        page().style.transform = `translateY(${-state.top}px)`;
    }

    function frame(now) {
        move(now);
        requestAnimationFrame(frame);
    }

    window.convenienceScreen = { renew, move, showTime, take, state };
    showTime();
    setInterval(showTime, 10_000);
    setInterval(renew, RENEW);
    requestAnimationFrame(frame);
})();
