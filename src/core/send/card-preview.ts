import { templateFields } from '../template/fields/fields.ts';
import type { Message } from '../template/message/message.ts';
import { type Preview, previewOf } from '../template/message/preview.ts';
import { bodyWithLabels } from '../template/message/whatsapp-text.ts';
import { fillPlaceholders, type Template, type TemplateButton, urlStem } from '../template/template.ts';

/** What a card shows of a message; every person in its channel can read it. */
export interface CardPreview {
  readonly preview: Preview;
  /** The values are left out: the card has to say so. */
  readonly isHidden: boolean;
}

/** The message as it was sent; for a private template its own text, with each value replaced by its label. */
export function cardPreviewOf(template: Template | undefined, message: Message): CardPreview {
  if (template?.isPrivate !== true) return { preview: previewOf(template, message), isHidden: false };
  return { preview: textWithLabels(template), isHidden: true };
}

/** A template's own text, each value replaced by its label. */
export function textWithLabels(template: Template): Preview {
  const labels = new Map<string, string>(templateFields(template).map(({ id, label }) => [id, label]));
  const { header, footer, buttons } = template;
  return {
    header:
      header?.format === 'text'
        ? { kind: 'text', text: fillPlaceholders(header.text, () => `⟨${labels.get('param_header')}⟩`) }
        : undefined,
    body: bodyWithLabels(template),
    parameters: [],
    footer,
    buttons: buttons.map((button) => ({ kind: button.kind, label: button.label, target: fixedTarget(button) })),
  };
}

/** A target without a value is the same in every message, so it is no secret. */
function fixedTarget(button: TemplateButton): string | undefined {
  if (button.kind === 'phone_number') return button.number;
  return button.kind === 'url' && urlStem(button.url) === undefined ? button.url : undefined;
}
