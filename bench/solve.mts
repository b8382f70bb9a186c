/**
 * Returns the coefficients that fit all equations best by least squares, with the normal equations, for a few unknowns.
 * @param rows the factors of each equation, whose result must be 1
 * @returns undefined if the rows do not determine the coefficients
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

/** Does the same without negative results: a negative coefficient becomes zero, and the others are fitted again. */
export function leastCosts(rows: readonly number[][]): number[] | undefined {
	const all = (rows[0] ?? []).map((_, column) => column);
	for (let columns = all; columns.length > 0; ) {
		const coefficients = leastSquares(rows.map((row) => columns.map((column) => row[column])));
		if (!coefficients) return undefined;
		const least = Math.min(...coefficients);
		if (least >= 0) return all.map((column) => coefficients[columns.indexOf(column)] ?? 0);
		columns = columns.filter((_, index) => coefficients[index] !== least);
	}
	return undefined;
}
