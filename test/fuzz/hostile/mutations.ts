import fc from 'fast-check';
import { json, key } from './values';

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container =>
	typeof value === 'object' && value !== null;

interface Mutation {
	/** Which of all places, counted through. */
	place: number;
	kind: 'add' | 'remove' | 'replace' | 'repeat' | 'stringify';
	key: string;
	value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
	place: fc.nat(1_000),
	kind: fc.constantFrom('add', 'remove', 'replace', 'replace', 'repeat', 'stringify'),
	key,
	value: json,
});

/** Documents with up to four of their places changed: removed, of another type, added to, a list many times over. */
export const mutated = (documents: readonly object[]): fc.Arbitrary<Record<string, unknown>> =>
	fc
		.tuple(fc.constantFrom(...documents), fc.array(mutation, { maxLength: 4 }))
		.map(([document, mutations]) => {
			const copy = structuredClone(document) as Record<string, unknown>;
			for (const each of mutations) mutate(copy, each);
			return copy;
		});

function mutate(document: Container, { place, kind, key: name, value }: Mutation): void {
	const places = placesOf(document);
	if (places.length === 0) return;
	const [parent, at] = places[place % places.length];
	// A copy: later mutations may change what this one put in.
	const fresh = structuredClone(value);
	const holder = parent as Record<string, unknown>;
	switch (kind) {
		case 'add':
			put(parent, Array.isArray(parent) ? String(parent.length) : name, fresh);
			break;
		case 'remove':
			delete holder[at];
			break;
		case 'replace':
			put(parent, at, fresh);
			break;
		case 'repeat':
			if (isSmall(holder[at])) put(parent, at, copiesOf(holder[at], place % 100));
			break;
		case 'stringify':
			put(parent, at, JSON.stringify(holder[at]));
	}
}

/** Each its own: what is put into one must not be in all. */
const copiesOf = (value: unknown, count: number) =>
	Array.from({ length: count }, () => structuredClone(value));

const isSmall = (value: unknown) => (JSON.stringify(value) ?? '').length < 2_000;

function put(parent: Container, name: string, value: unknown): void {
	Object.defineProperty(parent, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/** At most a few thousand: what earlier mutations put in need not be searched to its end. */
function placesOf(document: Container): Array<[parent: Container, key: string]> {
	const places: Array<[Container, string]> = [];
	const open = [document];
	for (let next = open.pop(); next && places.length < 2_000; next = open.pop()) {
		for (const [name, value] of Object.entries(next).slice(0, 200)) {
			places.push([next, name]);
			if (isContainer(value)) open.push(value);
		}
	}
	return places;
}
