import { describe, expect, it } from 'vitest';
import { mediaLinkProblem } from '../../../../src/core/template/fields/links.ts';

const LABEL = 'Link to the header image';

describe('a link to media', () => {
  it.each([
    'https://example.com/a.jpg',
    'https://example.com/a.JPEG?token=a&b=.pdf#x',
    'https://cdn.example.co.in:443/v1.2/photo',
    'HTTPS://example.com/a.png',
    'https://xn--bcher-kva.com/a.png',
    'https://localhost.example.com/a.png',
    'https://test.example.com/a.png',
    'https://con.test.in/a.png',
    'https://snip.io/a.png',
    'https://example.com./a.png',
    'https://files.box/a.png',
  ])('may be %s', (link) => {
    expect(mediaLinkProblem(LABEL, link, 'image')).toBeUndefined();
  });

  it.each([
    ['image', 'a.gif', 'This template shows an image and the link ends in .gif. WhatsApp takes .jpg or .jpeg or .png.'],
    ['video', 'a.mov', 'This template shows a video and the link ends in .mov. WhatsApp takes .mp4 or .3gp.'],
    ['document', 'a.docx', 'This template shows a document and the link ends in .docx. WhatsApp takes .pdf.'],
  ] as const)('has to be an %s that WhatsApp shows', (format, file, sentence) => {
    expect(mediaLinkProblem(LABEL, `https://example.com/${file}`, format)).toBe(sentence);
  });

  it.each([
    ['http://example.com/a.png', 'WhatsApp fetches media over https only. Give a link that starts with https://.'],
    ['example.com/a.png', `"${LABEL}" has to be a whole link, like https://example.com/file.jpg.`],
    ['https:example.com/a.png', `"${LABEL}" has to be a whole link, like https://example.com/file.jpg.`],
    ['https:///a.png', `"${LABEL}" has to be a whole link, like https://example.com/file.jpg.`],
    ['ftp://example.com/a.png', `"${LABEL}" has to be a whole link, like https://example.com/file.jpg.`],
    ['javascript:alert(1)', `"${LABEL}" has to be a whole link, like https://example.com/file.jpg.`],
    [
      'https://example.com/my photo.png',
      `"${LABEL}" has a space, a backslash or an invisible character, and links cannot. Use: https://example.com/my%20photo.png`,
    ],
    [
      'https://exam\nple.com/a.png',
      `"${LABEL}" has a space, a backslash or an invisible character, and links cannot. Use: https://example.com/a.png`,
    ],
    [
      'https://asha:secret@example.com/a.png',
      'Take the user name and the password out of the link: WhatsApp cannot sign in.',
    ],
    ['https://asha@example.com/a.png', 'Take the user name and the password out of the link: WhatsApp cannot sign in.'],
    [
      'https://example.com:8443/a.png',
      'Take ":8443" out of the link: WhatsApp fetches media from the usual port only.',
    ],
    [
      `https://example.com/${'a'.repeat(1981)}`,
      `"${LABEL}" has 2,001 characters and WhatsApp takes 2,000. Use a shorter link.`,
    ],
  ])('may not be %.50s', (link, sentence) => {
    expect(mediaLinkProblem(LABEL, link, 'image')).toBe(sentence);
  });

  it.each([
    'https://10.0.0.1/a.png',
    'https://2130706433/a.png',
    'https://0x7f.1/a.png',
    'https://127.0.0.1./a.png',
    'https://127.0.0.1../a.png',
    'https://[::1]/a.png',
    'https://[fe80::1]/a.png',
  ])('may not go to an address instead of a name: %s', (link) => {
    expect(mediaLinkProblem(LABEL, link, 'image')).toMatch(/^Use a name instead of the address /);
  });

  it.each([
    'https://localhost/a.png',
    'https://LOCALHOST./a.png',
    'https://files.localhost/a.png',
    'https://nas.local/a.png',
    'https://files.internal/a.png',
    'https://router.lan/a.png',
    'https://intranet/a.png',
    'https://a.local../a.png',
    'https://a..example.com/a.png',
    'https://.../a.png',
    'https://kubernetes.default.svc/a.png',
    'https://media.default.svc.cluster.local/a.png',
    'https://db.private/a.png',
    'https://x.test/a.png',
    'https://x.invalid/a.png',
    'https://x.example/a.png',
    'https://x.onion/a.png',
    'https://nas.home/a.png',
    'https://nas.home.arpa/a.png',
    'https://nas.homenet/a.png',
    'https://nas.localdomain/a.png',
    'https://files.intranet/a.png',
    'https://files.intra/a.png',
    'https://files.corp/a.png',
    'https://nas.router/a.png',
    'https://x.alt/a.png',
    'https://media.cluster/a.png',
    'https://media.service.consul/a.png',
    'https://media.docker/a.png',
    'https://media.kube/a.png',
    'https://10.0.0.1.xip.io/a.png',
    'https://media.localtest.me/a.png',
    'https://media.lvh.me/a.png',
    'https://media.traefik.me/a.png',
    'https://media.lacolhost.com/a.png',
    'https://nas.fritz.box/a.png',
    'https://10.0.0.1.nip.io/a.png',
    'https://app-10-0-0-1.sslip.io/a.png',
    'https://1.0.0.10.in-addr.arpa/a.png',
  ])('may not go to a private host: %s', (link) => {
    expect(mediaLinkProblem(LABEL, link, 'image')).toMatch(/^WhatsApp cannot reach "/);
  });
});
