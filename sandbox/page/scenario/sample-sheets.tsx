import { SHEETS } from '../../sheets/sheets.ts';

/** Sheets to try a list with, to be downloaded. */
export function SampleSheets() {
  return (
    <div class="sheets">
      <p>
        Sheets to try yourself: download one, type <code>/whatsapp-send list booking_confirm</code>, and choose it.
      </p>
      <ul>
        {SHEETS.map(({ name, shows }) => (
          <li key={name}>
            <a href={`/sandbox/sheet?name=${name}`} download={name}>
              {name}
            </a>
            <span>{shows}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
