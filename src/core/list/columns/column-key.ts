/** Those that people leave out or add: `Customer's name:`, `customers_name`. */
const SIGNS = /[\s_.{}:*'’"“”\p{Cf}-]/gu;
/** Accents of Latin, Greek and Cyrillic letters. The signs of Indian scripts are vowels and stay. */
const ACCENTS = /[\u0300-\u036f]/g;

/** What is the same for every spelling of a column's name: `Teléfono`, `telefono`; `{{1}}`, `1`; `First_Name`, `first name`. */
export function columnKey(name: string): string {
  return name.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replace(SIGNS, '').normalize('NFKC');
}

/** What people write over a column of phone numbers. */
const PHONE_NAMES: ReadonlySet<string> = new Set(
  `phone, phone number, phone no, mobile, mobile number, mobile no, mobile phone, number, whatsapp, whatsapp number,
  whatsapp no, recipient, to, contact number, contact no, msisdn, cell, cell phone, telephone, telephone number, tel,
  teléfono, número de teléfono, móvil, número de móvil, celular, telefone, número de telefone, telemóvel, portable,
  numéro de téléphone, téléphone, handy, handynummer, telefon, telefonnummer, mobilnummer, mobiltelefon, rufnummer,
  cellulare, numero di telefono, telefoonnummer, telefoon, mobiel, numer telefonu, телефон, номер телефона,
  мобильный, cep telefonu, telefon numarası, nomor telepon, nomor hp, no hp, फ़ोन, फोन, फ़ोन नंबर, फोन नंबर, मोबाइल,
  मोबाइल नंबर, தொலைபேசி, கைபேசி, الهاتف, رقم الهاتف, رقم الجوال, الجوال, 电话, 電話, 手机, 手机号, 電話番号, 携帯電話`
    .split(',')
    .map(columnKey),
);

/** Whether a column's name says that phone numbers stand in it. */
export function isPhoneName(name: string): boolean {
  return PHONE_NAMES.has(columnKey(name));
}
