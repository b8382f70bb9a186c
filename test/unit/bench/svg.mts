import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** The texts of a picture, as a reader sees them. @throws Error where it is no well-formed XML */
export function textsOfSvg(svg: string): string[] {
	const validity = XMLValidator.validate(svg);
	if (validity !== true) throw new Error(validity.err.msg);
	return textsIn(new XMLParser().parse(svg));
}

function textsIn(tree: unknown): string[] {
	if (Array.isArray(tree)) return tree.flatMap(textsIn);
	if (typeof tree !== 'object' || tree === null) return [String(tree)];
	return Object.values(tree).flatMap(textsIn);
}
