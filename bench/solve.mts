/**
 * The coefficients that come nearest to all equations by least squares, by the normal equations: a handful of unknowns.
 * @param rows the factors of each equation; each is to give 1
 * @returns undefined where the rows do not determine them
 */
export function leastSquares(rows: readonly number[][]): number[] | undefined {
	const size = rows[0]?.length ?? 0;
	if (size === 0) return undefined;
	const columns = Array.from({ length: size }, (_, column) => column);
	const sumOf = (value: (row: number[]) => number) =>
		rows.reduce((total, row) => total + value(row), 0);
	const matrix = columns.map((i) => [
		...columns.map((j) => sumOf((row) => row[i] * row[j])),
		sumOf((row) => row[i]),
	]);
	for (const pivot of columns) {
		const best = columns
			.slice(pivot)
			.reduce((a, b) => (Math.abs(matrix[b][pivot]) > Math.abs(matrix[a][pivot]) ? b : a));
		[matrix[pivot], matrix[best]] = [matrix[best], matrix[pivot]];
		const divisor = matrix[pivot][pivot];
		if (Math.abs(divisor) < Number.EPSILON * size) return undefined;
		matrix[pivot] = matrix[pivot].map((value) => value / divisor);
		for (const other of columns) {
			if (other === pivot) continue;
			const factor = matrix[other][pivot];
			matrix[other] = matrix[other].map((value, at) => value - factor * matrix[pivot][at]);
		}
	}
	return matrix.map((row) => row[size]);
}

/** The same, but none below zero: what came out negative counts as nothing, and the others are fitted again. */
export function leastCosts(rows: readonly number[][]): number[] | undefined {
	const all = (rows[0] ?? []).map((_, column) => column);
	for (let kept = all; kept.length > 0; ) {
		const found = leastSquares(rows.map((row) => kept.map((column) => row[column])));
		if (!found) return undefined;
		const least = Math.min(...found);
		if (least >= 0) return all.map((column) => found[kept.indexOf(column)] ?? 0);
		kept = kept.filter((_, index) => found[index] !== least);
	}
	return undefined;
}
