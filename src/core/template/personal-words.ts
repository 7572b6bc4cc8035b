/**
 * Words over fields, by what they say about the value. A word with a star is the beginning of one. English, Hindi, Tamil,
 * Arabic, Spanish, Portuguese, French, Italian, German, Dutch, Polish, Russian, Turkish, Indonesian, Chinese and Japanese.
 */
export const WORDS = {
  /** A person, whose value is theirs alone. */
  person: list(`
    customer customers client clients guest guests patient patients passenger recipient member student pupil
    employee subscriber buyer tenant traveller traveler firstname lastname fullname surname nickname username
    salutation applicant attendee ग्राहक मरीज़ मरीज रोगी यात्री अतिथि வாடிக்கையாளர் العميل عميل الضيف المريض
    cliente clientes paciente pasajero pasajera huésped alumno alumna apellido apellidos passageiro hóspede
    aluno aluna sobrenome apelido prénom prenom invité passager paziente ospite cognome passeggero kunde kunden*
    kundin gast gastes patientin vorname nachname familienname mieter klant klant* voornaam achternaam patiënt
    klient klienta gość pacjent nazwisko imię клиент* гость пациент* фамилия müşteri* misafir* yolcu soyadı
    pelanggan tamu pasien penumpang
  `),
  /** A name, of a person unless another word says of what. */
  name: list(`
    name names नाम பெயர் اسم الاسم nombre nombres nome nom naam имя isim adı nama
  `),
  /** Something that everybody has their own of. */
  own: list(`
    booking order invoice ticket pnr awb otp pin passcode password reference ref reservation confirmation
    shipment parcel policy claim account transaction receipt bookingid orderid bookingno orderno invoiceno
    tracking voucher seat code codes बुकिंग ऑर्डर आर्डर चालान टिकट कोड खाता ஆர்டர் حجز الحجز طلب الطلب فاتورة
    الفاتورة رمز الرمز pedido reserva factura fatura boleto código codigo referencia referência encomenda
    commande réservation facture billet référence colis ordine prenotazione fattura biglietto codice buchung*
    bestell* rechnung* auftrag* reservierung* ticketnummer kennwort sendungs* bestelling* boeking* factuur*
    zamówieni* rezerwacj* faktur* kod заказ* бронирован* счёт* счет* код sipariş* rezervasyon* kodu pesanan
    pemesanan tagihan kode
  `),
  /** An amount that one person pays or gets. */
  amount: list(`
    amount balance total sum refund payable outstanding राशि रकम शेष தொகை المبلغ مبلغ monto importe saldo valor
    montante montant solde importo betrag rechnungsbetrag gesamtbetrag bedrag kwota сумма tutar tutarı jumlah
  `),
  /** Things that belong to no single person. A word beside one of them is about it: a service's name, an order's status. */
  shared: list(`
    service product company shop store brand business team department event course campaign hotel restaurant
    clinic hospital school city place branch venue location plan app website site link url status date day time
    type severity season offer discount promo promotion coupon sale country error support hotline dress project
    item agent doctor driver सेवा कंपनी दुकान शहर स्थिति तारीख समय خدمة الخدمة شركة الشركة متجر مدينة حالة تاريخ
    servicio producto empresa tienda marca evento ciudad estado fecha hora enlace descuento oferta serviço
    produto loja cidade data desconto entreprise société produit magasin marque ville statut heure lien remise
    offre servizio prodotto azienda negozio città stato sconto dienst dienstes produkt* firma firmen* laden
    filiale stadt datum uhrzeit rabatt bestellstatus buchungsstatus buchungsdatum rechnungsdatum bestelldatum
    bedrijf winkel stad usług* sklep* miasto услуг* компани* магазин* город* статус дата время hizmet* ürün*
    şirket* mağaza* şehir durum* tarih* layanan perusahaan toko kota tanggal
  `),
} satisfies Readonly<Record<string, readonly string[]>>;

/** Scripts without blanks between words: a word may stand anywhere in the label. */
export const INSIDE_WORDS = {
  person: list(`
    姓名 客户 客戶 顾客 顧客 患者 乘客 お客様 氏名 名前
  `),
  own: list(`
    订单 訂單 预订 預訂 发票 验证码 驗證碼 予約 注文 請求 コード
  `),
  amount: list(`
    金额 金額 余额 餘額 合計
  `),
  shared: list(`
    服务 服務 公司 商店 产品 状态 狀態 日期 时间 サービス 会社 店舗 日時
  `),
} satisfies Readonly<Record<string, readonly string[]>>;

/** First names that templates are written with as examples. */
export const EXAMPLE_NAMES: ReadonlySet<string> = new Set(
  list(`
    asha ravi priya rahul amit anita meera sunita arjun kavya rohan neha vijay john jane mary james david sarah
    anna alex sam emma peter michael lisa maria maría juan jose josé carlos ana joão joao pedro luis sofia lucia
    marie pierre paul giulia marco luca hans max erika jan piet olga ivan ahmed ali mohammed muhammad fatima
    omar aisha mehmet ayşe budi siti wei आशा रवि प्रिया राहुल अमित أحمد محمد فاطمة علي анна иван 太郎 花子
  `),
);

function list(words: string): readonly string[] {
  return words.trim().split(/\s+/);
}
