/** Why nothing can be sent, before anything was. */
export interface Obstacle {
	reason: string;
	advice: string;
	/** Adobe's HTTP status when Adobe said so; absent for what the user set. */
	status?: number;
}

export const isObstacle = (found: object): found is Obstacle => 'reason' in found;
