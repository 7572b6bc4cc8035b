import type { JSX } from 'preact';
import { type Fields, textOf } from '../../unknown-value.ts';
import type { ElementPlace } from '../block-place.ts';
import { ImagePlaceholder } from '../image-placeholder.tsx';
import { ButtonElement } from './button-element.tsx';
import { ChoiceElement } from './choice-element.tsx';
import { DateTimeElement } from './date-time-element.tsx';
import { FileElement } from './file-element.tsx';
import { OverflowElement } from './overflow-element.tsx';
import { SelectElement } from './select-element.tsx';
import { TextElement } from './text-element.tsx';

export interface ElementProps {
  readonly element: Fields;
  readonly place: ElementPlace;
}

const RENDERERS: Readonly<Record<string, (props: ElementProps) => JSX.Element>> = {
  button: ButtonElement,
  overflow: OverflowElement,
  static_select: SelectElement,
  external_select: SelectElement,
  conversations_select: SelectElement,
  checkboxes: ChoiceElement,
  radio_buttons: ChoiceElement,
  plain_text_input: TextElement,
  number_input: TextElement,
  email_text_input: TextElement,
  url_text_input: TextElement,
  datetimepicker: DateTimeElement,
  file_input: FileElement,
  image: ({ element }) => <ImagePlaceholder image={element} />,
};

/** One interactive element, wherever it stands. */
export function ElementPart({ element, place }: ElementProps): JSX.Element {
  const type = textOf(element['type']);
  const Renderer = RENDERERS[type];
  if (Renderer === undefined)
    return <p class="unknown-block">The sandbox does not draw “{type}” elements. Slack may.</p>;
  return <Renderer element={element} place={place} />;
}
