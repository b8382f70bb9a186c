/** A numbered step of a guide. */
export interface GuideStep {
	number: number;
	text: string;
	/** What the step tells to click, in **bold**. */
	bold: string[];
	/** Everything the step names: in bold, in italics or as code. */
	labels: string[];
}

const LABEL = /`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*|_(?<italic>[^_]+)_/g;

/** The numbered steps of a guide, in its order. */
export function stepsIn(page: string): GuideStep[] {
	return [...page.matchAll(/^(\d+)\. (.+)$/gm)].map(([, number, text]) => {
		const found = [...text.matchAll(LABEL)].map(({ groups }) => groups!);
		return {
			number: Number(number),
			text,
			bold: found.flatMap(({ bold }) => bold ?? []),
			labels: found.flatMap(({ code, bold, italic }) => code ?? bold ?? italic ?? []),
		};
	});
}
