/**
 * Largest event that Profile keeps, in bytes of UTF-8 JSON; "10 KB" in its smaller meaning. Source: Adobe, "Guardrails
 * for Real-Time Customer Profile data".
 */
export const PROFILE_EVENT_BYTES = 10_000;
