import { type Fields, fieldsOf, textOf } from '../unknown-value.ts';

/** Remote images are never loaded: what stands here is what the image is and where it would come from. */
export function ImagePlaceholder({ image }: { readonly image: Fields }) {
  const { alt_text, image_url, slack_file } = image;
  const address = textOf(image_url) || textOf(fieldsOf(slack_file)['url']);
  const title = textOf(fieldsOf(image['title'])['text']);
  return (
    <span class="image-placeholder" title={address}>
      <span aria-hidden="true">🖼</span>
      <span>{title || textOf(alt_text) || 'Image'}</span>
      <small>{address}</small>
    </span>
  );
}
