import { templateFields } from '../template/fields.ts';
import type { TemplateMessage } from '../template/message.ts';
import { type Preview, previewOf } from '../template/preview.ts';
import { fillPlaceholders, type Template, type TemplateButton, urlStem } from '../template/template.ts';
import { bodyWithLabels } from '../template/whatsapp-text.ts';

/** What a card shows of a message, which everybody in its channel can read. */
export interface CardPreview {
  readonly preview: Preview;
  /** The values are left out: the card has to say so. */
  readonly isHidden: boolean;
}

/** The message as it left; of a private template its own text, with the empty places named by what filled them. */
export function cardPreviewOf(template: Template | undefined, message: TemplateMessage): CardPreview {
  if (template?.isPrivate !== true) return { preview: previewOf(template, message), isHidden: false };
  return { preview: hidden(template), isHidden: true };
}

function hidden(template: Template): Preview {
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

/** What is the same for everybody who gets the template is no secret. */
function fixedTarget(button: TemplateButton): string | undefined {
  if (button.kind === 'phone_number') return button.number;
  return button.kind === 'url' && urlStem(button.url) === undefined ? button.url : undefined;
}
