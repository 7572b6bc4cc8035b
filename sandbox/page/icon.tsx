const PATHS = {
  hash: 'M6.5 3 5 17M15 3l-1.500 14M3.500 7.500h14M2.500 12.500h14',
  lock: 'M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  app: 'M4 5.500h12v8H9.500L6 16.500v-3H4zM7.500 9.500h.01M10 9.500h.01M12.500 9.500h.01',
  menu: 'M3 6h14M3 10h14M3 14h14',
  send: 'M3.500 10 17 4l-4 13-3.500-5.500L3.500 10Zm6 1.500L17 4',
  chat: 'M3 4.500h14v9.500H9L5 17v-3H3z',
  phone: 'M6 2.500h8v15H6zM9 15h2',
  console: 'M3 4h14v12H3zM6 8l2 2-2 2m4 0h3',
  fault: 'M11 2.500 4.500 11h5L9 17.500 15.500 9h-5z',
  bot: 'M5 7.500h10V16H5zM10 7.500V4M8 11.500h.01M12 11.500h.01M2.500 11v2M17.500 11v2',
  reply: 'M8 5 4 9l4 4M4 9h8a4 4 0 0 1 4 4v2',
  outside: 'M7 4H4v12h12v-3M11 4h5v5M16 4l-7 7',
  call: 'M6.500 3 4 4.500C4 11 9 16 15.500 16l1.500-2.500-3.500-2-1.500 1.500a9 9 0 0 1-4-4L9.500 7.500z',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  image: 'M3 4h14v12H3zM3 13.500l4-4 4 4 2.500-2.500 3.500 3.500M13 7.500h.01',
  video: 'M3 5.500h10v9H3zM13 9l4-2.500v7L13 11',
  play: 'M6 4v12l10-6z',
  document: 'M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500M7.500 10h5M7.500 13h5',
} as const;

/** A line drawing in the colour of the text around it; it says nothing that words beside it do not say. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
