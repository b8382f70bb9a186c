// A button that copies a value, and says that it did.

import { element } from './previewRecord.js';

const SAID_MS = 2000;

/** Returns a button that copies a value to the clipboard; the name tells it from the other buttons. */
export function copyButton(name, value) {
	const button = element('button', 'Copy', 'copy');
	button.type = 'button';
	button.setAttribute('aria-label', `Copy ${name}`);
	button.addEventListener('click', () => void copy(button, value));
	return button;
}

async function copy(button, value) {
	let said = 'Copied';
	try {
		await navigator.clipboard.writeText(value);
	} catch {
		// Without HTTPS, browsers allow it on this machine only.
		said = 'Not copied: select the text instead';
	}
	button.textContent = said;
	setTimeout(() => (button.textContent = 'Copy'), SAID_MS);
}
