import { baseBefore, classOf, DIGIT, isCased, isLetter, isUnspaced, MARK, NONE } from './scripts';
import type { Finder } from './finder';

const DOT = 0x2e;
/** A period that input methods for Chinese and Japanese write in a domain. Source: RFC 3490, section 3.1. */
const IDEOGRAPHIC_DOT = 0x3002;
const HYPHEN = 0x2d;
const LOW_LINE = 0x5f;
const QUOTE = 0x22;

/**
 * Signs of a local part (RFC 5322, section 3.2.3, `atext`) but for those that are more often part of a URL, of JSON or of
 * HTML around the address.
 */
const LOCAL_SIGNS = new Set([..."._+'-#$!*^~"].map((sign) => sign.charCodeAt(0)));

/** Signs that stand before an address rather than begin it. */
const LEADING_SIGNS = new Set([...".'-#$!*^~"].map((sign) => sign.charCodeAt(0)));

/** Longest quoted local part and longest IP address in brackets. Source: RFC 5321, section 4.5.3.1. */
const LONGEST_QUOTED = 66;

const LITERAL = /^\[[\da-z:.]{3,60}\]/;

/**
 * Finds every email address in normalized text, also internationalized ones (RFC 6531). An address ends where its
 * alphabet ends: each part has letters of one script, so it does not continue into a neighbor of another script. Letters
 * of the same script directly beside an address count as part of it, because nothing tells them apart. Takes time
 * proportional to the text: each character is read at most once for the part before an at sign, and once for the part
 * after it.
 */
export const findEmails: Finder = (text, found) => {
	for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
		const domain = readDomain(text, at + 1);
		if (!domain) continue;
		const start = localStart(text, at, domain.isAscii);
		if (start < at) found(start, domain.end);
	}
};

interface Domain {
	end: number;
	isAscii: boolean;
}

/** Reads a domain with at least two labels, or an IP address in brackets. */
function readDomain(text: string, start: number): Domain | undefined {
	const literal = LITERAL.exec(text.slice(start, start + LONGEST_QUOTED))?.[0];
	if (literal) return { end: start + literal.length, isAscii: true };
	let labels = 0;
	let end = start;
	let script = NONE;
	let isAscii = true;
	for (let from = start; ; from = end + 1) {
		const label = readLabel(text, from, labels === 0);
		// A sentence in another script may follow the period after an address.
		const isOther = labels > 1 && label.script !== script && !isAsciiLabel(label);
		if (label.end === from || isOther) break;
		({ end, script } = label);
		isAscii &&= isAsciiLabel(label);
		labels++;
		const next = text.charCodeAt(end);
		// After a complete domain, this period ends a sentence.
		if (next !== DOT && (next !== IDEOGRAPHIC_DOT || labels > 1)) break;
	}
	return labels < 2 || (script === NONE && labels !== 4) ? undefined : { end, isAscii };
}

interface Label {
	end: number;
	/** Class of its letters; `NONE` without letters. */
	script: number;
	isAscii: boolean;
}

const isAsciiLabel = (label: Label) => label.isAscii;

/** @param isFirst true if letters of several cased scripts count as one label, as in addresses that imitate others */
function readLabel(text: string, start: number, isFirst: boolean): Label {
	let script = NONE;
	let isAscii = true;
	let end = start;
	for (; end < text.length; end++) {
		const unit = text.charCodeAt(end);
		const class_ = classOf(unit);
		const isSign = unit === HYPHEN || unit === LOW_LINE || class_ === DIGIT;
		if (isSign || (class_ === MARK && end > start)) continue;
		if (!isLetter(class_)) break;
		if (script === NONE) script = class_;
		else if (class_ !== script && !(isFirst && isCased(class_) && isCased(script))) break;
		isAscii &&= unit < 0x80;
	}
	while (end > start && text.charCodeAt(end - 1) === HYPHEN) end--;
	return { end, script, isAscii };
}

/** Returns where the local part before an at sign begins; without one, the position of the at sign. */
function localStart(text: string, at: number, hasAsciiDomain: boolean): number {
	if (text.charCodeAt(at - 1) === QUOTE) return quotedStart(text, at);
	let start = at;
	let script = NONE;
	let hasDigit = false;
	while (start > 0) {
		const unit = text.charCodeAt(start - 1);
		let class_ = classOf(unit);
		let next = start - 1;
		if (class_ === DIGIT) hasDigit = true;
		else if (!LOCAL_SIGNS.has(unit)) {
			if (class_ === MARK) {
				next = baseBefore(text, start);
				class_ = next < 0 ? NONE : classOf(text.charCodeAt(next));
			}
			if (!isLetter(class_)) break;
			// In 邮箱12345@example.com, the address is the number.
			if (script === NONE && hasDigit && hasAsciiDomain && isUnspaced(class_)) break;
			if (script !== NONE && class_ !== script) break;
			script = class_;
		}
		start = next;
	}
	while (start < at && LEADING_SIGNS.has(text.charCodeAt(start))) start++;
	return start;
}

function quotedStart(text: string, at: number): number {
	const earliest = Math.max(0, at - LONGEST_QUOTED);
	const quote = text.slice(earliest, at - 1).lastIndexOf('"');
	return quote === -1 ? at : earliest + quote;
}
