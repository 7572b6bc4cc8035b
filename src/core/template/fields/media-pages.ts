/** A site whose links to a file lead to a page about it. */
interface FilePage {
  readonly site: string;
  /** What to use instead: a link that leads to the file, or what to do where there is none. */
  readonly instead: string;
}

const PUT_ELSEWHERE = 'Put the file where its link leads to the file itself, such as your web site.';

type ReadPage = (url: URL) => FilePage | undefined;

const PAGES: readonly (readonly [host: RegExp, read: ReadPage])[] = [
  [/^drive\.google\.com$/, drivePage],
  [/^docs\.google\.com$/, () => page('Google Docs', PUT_ELSEWHERE)],
  [/^(?:photos\.google\.com|photos\.app\.goo\.gl)$/, () => page('Google Photos', PUT_ELSEWHERE)],
  [/(?:^|\.)dropbox\.com$/, dropboxPage],
  [/(?:^|\.)sharepoint\.com$/, sharePointPage],
  [/^(?:onedrive\.live\.com|(?:\w+\.)?1drv\.ms)$/, oneDrivePage],
  [/(?:^|\.)(?:slack\.com|slack-files\.com)$/, slackPage],
  [/^(?:www\.|share\.)?icloud\.com$/, () => page('iCloud', PUT_ELSEWHERE)],
  [/(?:^|\.)box\.com$/, boxPage],
  [/^(?:(?:www\.|\w+\.)?wetransfer\.com|we\.tl)$/, () => page('WeTransfer', PUT_ELSEWHERE)],
];

/**
 * A warning about a link that opens a page where WhatsApp needs the file itself, with the link to use instead where the
 * site has one.
 *
 * @returns one or two sentences, or undefined for every other link.
 */
export function mediaPageWarning(link: string, what: string): string | undefined {
  const url = URL.parse(link);
  const host = url?.hostname.replace(/\.$/, '');
  const found = url && PAGES.find(([pattern]) => pattern.test(host ?? ''))?.[1](url);
  if (!found) return undefined;
  return `The link to the ${what} opens a page of ${found.site}, not the file, so WhatsApp cannot show it. ${found.instead}`;
}

function page(site: string, instead: string): FilePage {
  return { site, instead };
}

/** `file/d/ID/view` and `open?id=ID` are pages, `uc?export=download&id=ID` is the file. */
function drivePage({ pathname, searchParams }: URL): FilePage | undefined {
  if (pathname === '/uc') return undefined;
  const id = /\/d\/([\w-]+)/.exec(pathname)?.[1] ?? searchParams.get('id');
  if (id === null || !/^[\w-]+$/.test(id)) return page('Google Drive', PUT_ELSEWHERE);
  const link = `https://drive.google.com/uc?export=download&id=${id}`;
  return page('Google Drive', `Share the file with everybody who has the link, and use ${link}`);
}

/** @see https://help.dropbox.com/share/force-download */
function dropboxPage(url: URL): FilePage | undefined {
  const { hostname, pathname, searchParams } = url;
  const isFile =
    searchParams.get('raw') === '1' || searchParams.get('dl') === '1' || /^\/s\/(?:raw|dl)\//.test(pathname);
  if (isFile || hostname.startsWith('dl.')) return undefined;
  if (!/^\/(?:s|scl\/fi)\//.test(pathname)) return page('Dropbox', PUT_ELSEWHERE);
  const direct = new URL(url);
  direct.searchParams.delete('dl');
  direct.searchParams.set('raw', '1');
  return page('Dropbox', `Use ${direct.href}`);
}

/** A link that everybody may open gives the file with `download=1`. */
function sharePointPage(url: URL): FilePage | undefined {
  if (url.searchParams.get('download') === '1') return undefined;
  const direct = new URL(url);
  direct.searchParams.set('download', '1');
  return page('SharePoint', `Share the file with anyone who has the link, and use ${direct.href}`);
}

function oneDrivePage({ pathname }: URL): FilePage | undefined {
  return pathname === '/download' ? undefined : page('OneDrive', PUT_ELSEWHERE);
}

/** Only the link of a file that was made public carries `pub_secret`, and it leads to the file. */
function slackPage({ hostname, pathname, searchParams }: URL): FilePage | undefined {
  if (searchParams.has('pub_secret')) return undefined;
  const isFile = hostname.endsWith('slack-files.com') || hostname === 'files.slack.com' || /^\/files\//.test(pathname);
  return isFile ? page('Slack that asks people to sign in', PUT_ELSEWHERE) : undefined;
}

/** `/s/…` is a page, `/shared/static/…` the file. */
function boxPage({ pathname }: URL): FilePage | undefined {
  return pathname.startsWith('/shared/static/')
    ? undefined
    : page('Box', `Use the “direct link” of its link settings.`);
}
