/** The page's style. The colors of the kinds can be told apart with the common kinds of color blindness. */
export const STYLE = `
:root {
	--page: #ffffff; --text: #1c2430; --quiet: #556070; --line: #d9dee5; --soft: #f4f6f8;
	--good: #1a7f4b; --waiting: #8a5a00; --bad: #b42318;
	--kind-1: #2f6bb3; --kind-2: #7fb2e5; --kind-3: #e0903a; --kind-4: #9b5fb5; --kind-5: #3f9d8a; --kind-6: #8b95a3;
}
@media (prefers-color-scheme: dark) {
	:root {
		--page: #14181e; --text: #e7ebf0; --quiet: #a3adba; --line: #333c48; --soft: #1d232b;
		--good: #5fce94; --waiting: #f0b84d; --bad: #ff8a7d;
		--kind-1: #5b9be6; --kind-2: #b3d4f5; --kind-3: #f0a95c; --kind-4: #c592db; --kind-5: #63c7b2; --kind-6: #8b95a3;
	}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
main { max-width: 900px; margin: 0 auto; padding: 20px; }
h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 8px; text-wrap: balance; }
h2 { font-size: 19px; margin: 40px 0 4px; }
p { margin: 4px 0 8px; }
.title, .note, footer, caption { color: var(--quiet); font-size: 14px; }
header { border-left: 6px solid var(--good); padding: 4px 0 4px 16px; }
header.empty { border-color: var(--quiet); }
header.waiting { border-color: var(--waiting); }
header.bad { border-color: var(--bad); }
.mark { color: var(--good); }
.empty .mark { color: var(--quiet); }
.waiting .mark { color: var(--waiting); }
.bad .mark { color: var(--bad); }
header { overflow-wrap: anywhere; }
header ul { margin: 8px 0; padding-left: 20px; }
li { margin: 6px 0; }
.figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0 0; }
.figures > div { flex: 1 1 150px; background: var(--soft); border-radius: 8px; padding: 12px 14px; }
dt { font-size: 14px; color: var(--quiet); }
dd { margin: 0; font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; }
dd.note { font-size: 13px; font-weight: 400; }
figure { margin: 12px 0; }
svg { display: block; width: 100%; height: auto; font-size: 13px; }
svg text { fill: var(--quiet); }
svg.narrow { display: none; }
.grid { stroke: var(--line); }
.tick { stroke: var(--quiet); }
.range { stroke: var(--kind-2); stroke-width: 3; }
circle.median { fill: var(--kind-1); }
circle.p95 { fill: var(--page); stroke: var(--kind-1); stroke-width: 2; }
.swatch, .dot { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; }
p .swatch:not(:first-child), p .dot:not(:first-child) { margin-left: 10px; }
.dot { border-radius: 6px; border: 2px solid var(--kind-1); }
.dot.median { background: var(--kind-1); }
.kind-1 { fill: var(--kind-1); background: var(--kind-1); }
.kind-2 { fill: var(--kind-2); background: var(--kind-2); }
.kind-3 { fill: var(--kind-3); background: var(--kind-3); }
.kind-4 { fill: var(--kind-4); background: var(--kind-4); }
.kind-5 { fill: var(--kind-5); background: var(--kind-5); }
.kind-6 { fill: var(--kind-6); background: var(--kind-6); }
.stored { fill: var(--kind-1); background: var(--kind-1); }
.failed { fill: var(--bad); background: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 4px 0; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--quiet); font-size: 14px; }
td:nth-child(2), thead th:nth-child(2) { text-align: right; padding-right: 24px; }
code { font: 14px ui-monospace, 'SF Mono', Consolas, monospace; }
.nothing { background: var(--soft); border-radius: 8px; padding: 12px 14px; }
footer { margin-top: 40px; border-top: 1px solid var(--line); padding-top: 12px; }
@media (max-width: 640px) {
	main { padding: 14px; }
	h1 { font-size: 22px; }
	.figures > div { flex-basis: 130px; }
	svg.wide { display: none; }
	svg.narrow { display: block; }
	th, td, thead th { padding-right: 6px; font-size: 14px; }
	td:nth-child(2), thead th:nth-child(2) { padding-right: 12px; }
	code { font-size: 13px; }
}
`;
