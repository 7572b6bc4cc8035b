const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' } as const;
const ESCAPED = /<([^<>|]*)(?:\|([^<>]*))?>/g;
const SCHEME = /^(?:tel|mailto|https?):(?:\/\/)?/i;

/**
 * A command's text as the person typed it. Slack turns numbers, links and names into `<tel:+91…|+91 …>` or `<@U1|asha>`,
 * and escapes `&`, `<` and `>`.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function decodeCommandText(text: string): string {
  return text
    .replace(ESCAPED, (_, target: string, label: string | undefined) => typedForm(target, label))
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES])
    .trim();
}

function typedForm(target: string, label: string | undefined): string {
  const sign = /^[@#]/.exec(target)?.[0];
  if (sign !== undefined) return `${sign}${label ?? target.slice(1)}`;
  return label ?? target.replace(SCHEME, '').replace(/^!/, '@');
}
