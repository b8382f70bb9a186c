import * as ts from 'typescript';
import type { INodeProperties } from 'n8n-workflow';

/** A field that a panel shows only after somebody has added it to a collection. */
export interface HiddenField {
	label: string;
	/** Name of the collection, e.g. Options. */
	collection: string;
}

interface Labels {
	shown: Set<string>;
	hidden: Map<string, HiddenField>;
}

/** Returns the fields that are in a collection wherever a panel has them. */
export function hiddenFieldsOf(
	panels: ReadonlyArray<{ properties: INodeProperties[] }>,
): HiddenField[] {
	const labels: Labels = { shown: new Set(), hidden: new Map() };
	for (const { properties } of panels) collect(properties, labels);
	return [...labels.hidden.values()].filter(({ label }) => !labels.shown.has(label));
}

/** "Retry For (Seconds)" is called "Retry For". */
const withoutUnit = (displayName: string): string => displayName.replace(/ \(.*/, '');

function collect(properties: readonly INodeProperties[], labels: Labels): void {
	for (const property of properties) {
		labels.shown.add(property.displayName);
		if (property.type !== 'collection') continue;
		for (const { displayName } of property.options as INodeProperties[]) {
			const label = withoutUnit(displayName);
			labels.hidden.set(label, { label, collection: property.displayName });
		}
	}
}

/** Returns the labels of the fields around a text: a field's own, and its collection's neighbors. */
function labelsAround(node: ts.Node): string[] {
	const labels: string[] = [];
	for (let at = node.parent; at; at = at.parent) {
		if (!ts.isObjectLiteralExpression(at)) continue;
		for (const property of at.properties)
			if (ts.isPropertyAssignment(property) && property.name.getText() === 'displayName')
				labels.push(textOf(property.initializer) ?? '');
	}
	return labels;
}

const textOf = (node: ts.Node): string | undefined => {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined;
};

/** Returns false for a label or a title. */
const isSentence = (text: string, fields: readonly HiddenField[]): boolean =>
	/(^|\s)[a-z]{2,}\b/.test(text) && !fields.some(({ label }) => label === text);

const sentencesIn = (text: string): string[] => text.split(/(?<=[.!?]) +/);

/**
 * Finds sentences that name a hidden field without the collection it is in.
 * @param path of the file
 */
export function unexplainedFieldsIn(
	path: string,
	text: string,
	fields: readonly HiddenField[],
): string[] {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isPropertyAssignment(node) && node.name.getText() === 'displayName') return;
		const words = textOf(node);
		if (words !== undefined && isSentence(words, fields)) {
			const around = labelsAround(node);
			for (const sentence of sentencesIn(words))
				for (const { label, collection } of fields)
					if (
						!around.includes(label) &&
						names(sentence, label) &&
						!says(sentence, label, collection)
					)
						found.push(`${path}: ${sentence}`);
			return;
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** A label of one word is a field's only behind another word: it may begin a sentence. */
function names(sentence: string, label: string): boolean {
	const at = new RegExp(`(?<![\\w-])${label}(?![\\w-])`).exec(sentence);
	return at !== null && (label.includes(' ') || at.index > 0);
}

/** "Options > Batch Size", "Batch Size under Options", "the option Batch Size". */
const says = (sentence: string, label: string, collection: string): boolean =>
	sentence.includes(`${collection} > ${label}`) ||
	sentence.includes(`under ${collection}`) ||
	sentence.toLowerCase().includes(`the ${collection.replace(/s$/, '')} ${label}`.toLowerCase());
