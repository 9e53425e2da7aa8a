"""Measure what a person waits for in the demo: LCP, CLS and how soon a tick shows; run by hand:

uv run python tests/benchmarks/felt.py

A new browser with nothing kept, its processor made four times slower, on slow 4G (1.6 Mbit/s and
150 ms there and back). Prints figures and the aims of them, no verdicts; run it on an idle machine.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.looking import DESKTOP, sign_in
from browser.sites import Site, build, served
from playwright.sync_api import Browser, Page, sync_playwright

SLOWER = 4
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PLACES = (
    ("supervisor's home", "ana", "/"),
    ("veteran's home", "ben", "/"),
    ("new hire's home", "greta", "/"),
    ("checklist", "greta", "/checklists/2"),
    ("rollout", "ana", "/rollouts/1"),
    ("document", "greta", "/outputs/1"),
    ("search", "greta", "/search?words=cut-off"),
    ("coverage", "nora", "/coverage"),
)
WATCH = """
    window.largest = 0; window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) window.largest = each.startTime;
    }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) shifted += each.value;
    }).observe({type: "layout-shift", buffered: true});
"""
# From the press to the frame after the box changed its looks.
TICK = """
    () => new Promise((resolve) => {
        const press = document.querySelector("#open-items .tick-press");
        const from = performance.now();
        new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
        }).observe(press.form, {attributes: true, attributeFilter: ["class"]});
        press.click();
    })
"""


def opened(browser: Browser, site: Site, person: str, path: str) -> Page:
    """Open a page as a slow phone would that was never there."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP)
    context.add_init_script(WATCH)
    page = context.new_page()
    sign_in(page, site.url, site.tokens[person])
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path, wait_until="networkidle")
    return page


def main() -> None:
    chromium = os.environ.get("KT_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with served(build(folder, "typical"), folder) as site:
            print(f"{'':20}{'LCP':>10}{'CLS':>8}   (aims: 1,200 ms, 0.02)")
            for title, person, path in PLACES:
                turns = []
                for _ in range(3):
                    page = opened(browser, site, person, path)
                    turns.append(page.evaluate("[largest, shifted]"))
                    page.context.close()
                largest = sorted(each[0] for each in turns)[1]
                shifted = max(each[1] for each in turns)
                print(f"{title:20}{largest:7,.0f} ms{shifted:8.3f}", flush=True)
            page = opened(browser, site, "greta", "/")
            print(f"a tick shows after {page.evaluate(TICK):.0f} ms (aim: 100 ms)")
        browser.close()


if __name__ == "__main__":
    main()
