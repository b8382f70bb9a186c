import { NotComputable } from './notComputable.mts';

const MINUTE = 60_000;

/** Abbreviations in the documentation. Source: Adobe, "Data Prep mapping functions" (zone_date_to_utc). */
const ABBREVIATIONS: Record<string, string> = {
	Z: 'UTC',
	PST: 'America/Los_Angeles',
	PDT: 'America/Los_Angeles',
	MST: 'America/Denver',
	MDT: 'America/Denver',
	CST: 'America/Chicago',
	CDT: 'America/Chicago',
	EST: 'America/New_York',
	EDT: 'America/New_York',
	CET: 'Europe/Paris',
	CEST: 'Europe/Paris',
};

const OFFSET = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/;

function clockOf(zone: string): Intl.DateTimeFormat {
	const timeZone = Object.hasOwn(ABBREVIATIONS, zone) ? ABBREVIATIONS[zone] : zone;
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
	} catch {
		throw new NotComputable(`"${zone.slice(0, 60)}" is no time zone`);
	}
}

function parseOffset(zone: string): number | undefined {
	const match = OFFSET.exec(zone);
	if (!match) return undefined;
	const [, sign, hours, minutes = '0'] = match;
	const size = Number(hours) * 60 + Number(minutes);
	return sign === '-' ? -size : size;
}

/**
 * Returns the minutes that the zone is ahead of UTC at a given time. Zones: "Z", "+02:00", "GMT+2", "Europe/Paris", a
 * few abbreviations.
 */
export function offsetMinutes(zone: string, ms: number): number {
	const fixed = zone === 'Z' ? 0 : parseOffset(zone);
	if (fixed !== undefined) return fixed;
	const parts = clockOf(zone).formatToParts(ms);
	const name = parts.find(({ type }) => type === 'timeZoneName')!.value;
	return parseOffset(name) ?? 0;
}

/** Returns the time at which clocks of the zone show this local time (passed as if it were UTC), in milliseconds. */
export function fromLocal(localMs: number, zone: string): number {
	const guess = localMs - offsetMinutes(zone, localMs) * MINUTE;
	return localMs - offsetMinutes(zone, guess) * MINUTE;
}

/** A time and its display zone: the language's ZonedDateTime, with millisecond precision. */
export class ZonedDate {
	readonly ms: number;
	readonly zone: string;

	constructor(ms: number, zone = 'Z') {
		if (Number.isNaN(new Date(ms).getTime())) throw new NotComputable('The date is out of range');
		this.ms = ms;
		this.zone = zone;
	}

	get offset(): number {
		return offsetMinutes(this.zone, this.ms);
	}

	/** The local time, in the UTC fields of a Date. */
	get local(): Date {
		return new Date(this.ms + this.offset * MINUTE);
	}

	/** Formats as ISO 8601 with seconds, milliseconds only if there are any, and "Z" or an offset. */
	toString(): string {
		const [dateTime, fraction] = this.local.toISOString().slice(0, -1).split('.');
		return `${dateTime}${fraction === '000' ? '' : `.${fraction}`}${offsetText(this.offset)}`;
	}
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** Formats an offset as "Z" or "+02:00"; some patterns use other separators. */
export function offsetText(minutes: number, separator = ':', zero = 'Z'): string {
	if (minutes === 0) return zero;
	const size = Math.abs(minutes);
	const sign = minutes < 0 ? '-' : '+';
	return `${sign}${twoDigits(Math.floor(size / 60))}${separator}${twoDigits(size % 60)}`;
}
