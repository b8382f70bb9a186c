import { escapeHtml } from './formats.mts';
import { shorten } from './reportData.mts';

/** Shows a code, which may break between its words. */
export const codeText = (code: string) =>
	`<code>${escapeHtml(shorten(code)).replace(/\.|\B(?=[A-Z])/g, '$&<wbr>')}</code>`;

/** Makes a table whose first cells are headings of their rows; a narrow window scrolls it. */
export const table = (headings: string[], rows: string[][], caption: string) =>
	`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${headings
		.map((heading) => `<th scope="col">${heading}</th>`)
		.join('')}</tr></thead><tbody>${rows
		.map(
			([first, ...cells]) =>
				`<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
		)
		.join('')}</tbody></table></div>`;

/** Makes a part of the page. */
export const section = (heading: string, content: string) =>
	`<section><h2>${heading}</h2>\n${content}</section>`;

/** Says that there is nothing to show. */
export const empty = (sentence: string) => `<p class="nothing">${sentence}</p>`;
