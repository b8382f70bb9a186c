import { lockedLicences } from './licences.mts';

/** They ask for their notice to be kept where they are passed on, and no more. */
const FREE = [
	'0BSD',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'BlueOak-1.0.0',
	'CC0-1.0',
	'ISC',
	'MIT',
	'Python-2.0',
	'Unlicense',
	'Zlib',
];

/** Anything else needs its reason. None of it is in the published package. */
const REASONS: Array<[packages: RegExp, licence: string, reason: string]> = [
	[
		/^(n8n-(core|workflow)|@n8n\/.+)$/,
		'SEE LICENSE IN LICENSE.md',
		'n8n’s Sustainable Use License: free for internal business use; tests run n8n, nothing of it is passed on',
	],
	[
		/^@n8n_io\/ai-assistant-sdk$/,
		'LicenseRef-n8n-enterprise',
		'comes along with n8n’s own packages and is not used',
	],
	[/^axe-core$/, 'MPL-2.0', 'a test reads it, unchanged; nothing of it is passed on'],
	[/^caniuse-lite$/, 'CC-BY-4.0', 'data about browsers that a build tool reads'],
];

const isFree = (licence: string) =>
	licence
		.replace(/[()]/g, '')
		.split(' OR ')
		.some((choice) => choice.split(' AND ').every((part) => FREE.includes(part)));
const hasReason = (name: string, licence: string) =>
	REASONS.some(([packages, needed]) => packages.test(name) && needed === licence);

test('every development tool has a licence that is free or has its reason here', () => {
	const locked = lockedLicences();
	expect(locked.length).toBeGreaterThan(500);
	expect(
		locked
			.filter(({ name, licence }) => !isFree(licence) && !hasReason(name, licence))
			.map(({ name, licence }) => `${name}: ${licence}`),
	).toEqual([]);
});

test('no reason is left over from a tool that is gone', () => {
	const locked = lockedLicences();
	for (const [packages, licence] of REASONS)
		expect(locked.some(({ name, licence: its }) => packages.test(name) && its === licence)).toBe(
			true,
		);
});

test.each([
	['GPL-3.0-only', false],
	['AGPL-3.0-or-later', false],
	['unknown', false],
	['(MIT OR GPL-3.0-only)', true],
	['MIT AND GPL-3.0-only', false],
])('a tool under %s passes: %s', (licence, passes) => {
	expect(isFree(licence)).toBe(passes);
});
