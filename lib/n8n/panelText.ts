/**
 * Escapes a text for n8n's panel. The panel shows hints, descriptions and notifications as HTML and allows links, and
 * images too in hints (n8n-editor-ui, the directive n8n-html and htmlUtils), while these texts repeat responses of
 * services, which may repeat what a visitor typed. Angle brackets of another Unicode shape are plain text there and
 * everywhere else.
 */
export const panelText = (text: string) => text.replace(/<([^<>]*)>/g, '‹$1›').replace(/</g, '‹');
