import type { Locator, Page } from 'playwright-core';
import type { GuideStep } from './guide.mts';
import { execute } from './execute.mts';
import { shows } from './shows.mts';
import { openNode } from '../../../harness/editor.mts';
import { until } from '../../../harness/until.mts';

type Where = (label: string) => Locator;

/**
 * Somebody who does what a guide says, step by step, and counts what it costs. What a step names must be done or
 * seen, and nothing can be clicked that the step does not name.
 */
export class Reader {
	/** A double-click is two. */
	clicks = 0;
	/** What is typed or pasted. */
	fields = 0;
	private step?: GuideStep;
	private left: string[] = [];

	constructor(private readonly page: Page) {}

	/**
	 * Does one step.
	 * @throws Error that names the step
	 */
	async perform(step: GuideStep, act: () => void | Promise<void>): Promise<void> {
		this.step = step;
		this.left = [...step.labels];
		try {
			await act();
			if (this.left.length > 0) throw new Error(`Neither done nor seen: ${this.left.join(', ')}`);
		} catch (cause) {
			throw new Error(`Step ${step.number}, "${step.text}": ${String(cause)}`, { cause });
		}
	}

	/** Clicks what bears the label, which is bold in the step. */
	async click(label: string, where: Where = this.byText): Promise<void> {
		this.takeBold(label);
		await this.clickUnnamed(where(label));
	}

	/** Clicks the button that bears the label, which starts an execution. */
	async execute(label: string, where: Locator): Promise<void> {
		this.takeBold(label);
		await execute(where);
		this.clicks++;
	}

	/** Clicks what the step tells of in words only, such as the first row of a list. */
	async clickUnnamed(where: Locator): Promise<void> {
		await where.click();
		this.clicks++;
	}

	/** Clicks what bears the label, and chooses a file in the window that opens. */
	async chooseFile(label: string, path: string): Promise<void> {
		const chooser = this.page.waitForEvent('filechooser');
		await this.click(label);
		await (await chooser).setFiles(path);
		this.clicks += 2;
	}

	/** Double-clicks a node of the canvas. */
	async open(label: string): Promise<void> {
		this.takeBold(label);
		await openNode(this.page, label);
		this.clicks += 2;
	}

	/** Right-clicks a node of the canvas. */
	async openMenu(node: string): Promise<void> {
		this.takeBold(node);
		await this.node(node).locator('[data-test-id$="-node"]').first().click({ button: 'right' });
		this.clicks++;
	}

	/** Presses the keys that paste, on the canvas. Keys do not count. */
	async paste(label: string, text: string): Promise<void> {
		this.take(label);
		await this.page.evaluate<unknown>(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await this.page.keyboard.press('Control+V');
	}

	/** Presses a key on the canvas. Keys do not count. */
	async press(key: string): Promise<void> {
		this.take(key);
		await this.page.keyboard.press(key);
	}

	/** Types or pastes into the field that bears the label. */
	async fill(label: string, where: Locator, value: string): Promise<void> {
		this.take(label);
		await where.fill(value);
		this.fields++;
	}

	/** Types into an editor of expressions, which completes brackets while one types key by key. */
	async type(text: string, where: Locator): Promise<void> {
		this.take(text);
		await where.click();
		await this.page.keyboard.insertText(text);
		this.fields++;
	}

	/** Looks for what bears the label. */
	async sees(label: string, where: Where = this.byText): Promise<void> {
		this.take(label);
		await where(label).waitFor();
	}

	/** Looks for the label in a field. */
	async seesIn(field: Locator, label: string): Promise<void> {
		this.take(label);
		await until(`${label} in its field`, async () => (await field.inputValue()) === label);
	}

	/** Looks for the labels in what a part of the page says, which may still be drawn. */
	async reads(where: Locator, ...labels: string[]): Promise<void> {
		for (const label of labels) this.take(label);
		await shows(where, labels);
	}

	/** Looks for the label in a text. */
	readsText(label: string, text: string): void {
		this.take(label);
		if (!text.includes(label)) throw new Error(`"${label}" is not in: ${text}`);
	}

	/** Clicks and fields on a page that is out of reach here: counted, not tried. */
	elsewhere(labels: string[], cost: { clicks?: number; fields?: number }): void {
		for (const label of labels) this.take(label);
		this.clicks += cost.clicks ?? 0;
		this.fields += cost.fields ?? 0;
	}

	/** What the step says of other cases than this one. */
	leavesOut(...labels: string[]): void {
		for (const label of labels) this.take(label);
	}

	/** A node of the canvas by its name. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	private takeBold(label: string): void {
		if (!this.step!.bold.includes(label)) throw new Error(`"${label}" is not bold`);
		this.take(label);
	}

	private take(label: string): void {
		const at = this.left.indexOf(label);
		if (at < 0) throw new Error(`The step does not name "${label}"`);
		this.left.splice(at, 1);
	}

	private readonly byText: Where = (label) =>
		this.page.getByText(label, { exact: true }).filter({ visible: true }).first();
}
