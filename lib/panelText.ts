/**
 * A text for n8n's panel. It shows hints, descriptions and notifications as HTML and lets links through, in hints
 * images too (n8n-editor-ui, the directive n8n-html and htmlUtils), while these texts repeat what services answered,
 * and that may repeat what a visitor typed. Angle brackets of another shape are text there and everywhere else.
 */
export const panelText = (text: string) => text.replace(/<([^<>]*)>/g, '‹$1›').replace(/</g, '‹');
