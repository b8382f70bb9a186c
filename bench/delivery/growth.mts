/** Returns the exponent by which y grows with x: the slope of the line through their logarithms (least squares). */
export function exponentOf(points: ReadonlyArray<readonly [x: number, y: number]>): number {
	const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
	const mean = (index: number) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
	const [meanX, meanY] = [mean(0), mean(1)];
	const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
	const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
	return covariance / variance;
}
