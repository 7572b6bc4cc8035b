import { describe, expect, it } from 'vitest';
import { mediaPageWarning } from '../../../../src/core/template/fields/media-pages.ts';

describe('a link to media that opens a page', () => {
  it.each([
    [
      'https://drive.google.com/file/d/1AbC-_9/view?usp=sharing',
      'Google Drive',
      'use https://drive.google.com/uc?export=download&id=1AbC-_9',
    ],
    ['https://drive.google.com/open?id=1AbC', 'Google Drive', 'uc?export=download&id=1AbC'],
    ['https://drive.google.com/drive/folders/1AbC', 'Google Drive', 'Put the file where'],
    ['https://docs.google.com/document/d/1AbC/edit', 'Google Docs', 'Put the file where'],
    ['https://photos.app.goo.gl/AbC', 'Google Photos', 'Put the file where'],
    ['https://photos.google.com/share/AbC', 'Google Photos', 'Put the file where'],
    ['https://www.dropbox.com/s/abc/a.png?dl=0', 'Dropbox', 'Use https://www.dropbox.com/s/abc/a.png?raw=1'],
    [
      'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&dl=0',
      'Dropbox',
      'Use https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&raw=1',
    ],
    ['https://DROPBOX.com/s/abc/a.png', 'Dropbox', 'Use https://dropbox.com/s/abc/a.png?raw=1'],
    ['https://www.dropbox.com/home/Photos', 'Dropbox', 'Put the file where'],
    ['https://1drv.ms/i/s!AbC', 'OneDrive', 'Put the file where'],
    ['https://onedrive.live.com/?id=AbC', 'OneDrive', 'Put the file where'],
    ['https://acme.sharepoint.com/:i:/s/a/AbC?e=x', 'SharePoint', 'AbC?e=x&download=1'],
    ['https://acme-my.sharepoint.com/:i:/g/personal/AbC', 'SharePoint', 'AbC?download=1'],
    ['https://acme.slack.com/files/U1/F1/a.png', 'Slack', 'Put the file where'],
    ['https://files.slack.com/files-pri/T1-F1/a.png', 'Slack', 'Put the file where'],
    ['https://slack-files.com/T1-F1-abc', 'Slack', 'Put the file where'],
    ['https://app.box.com/s/abc', 'Box', '“direct link”'],
    ['https://www.icloud.com/iclouddrive/abc', 'iCloud', 'Put the file where'],
    ['https://we.tl/t-abc', 'WeTransfer', 'Put the file where'],
  ])('is told with what to use instead: %s', (link, site, instead) => {
    const warning = mediaPageWarning(link, 'header image');

    expect(warning).toMatch(new RegExp(`^The link to the header image opens a page of ${site}`));
    expect(warning).toContain(instead);
  });

  it.each([
    'https://example.com/a.png',
    'https://example.com/drive.google.com/file/d/1/view',
    'https://notdropbox.com/s/abc/a.png',
    'https://drive.google.com/uc?export=download&id=1AbC',
    'https://drive.usercontent.google.com/download?id=1AbC',
    'https://www.dropbox.com/s/abc/a.png?raw=1',
    'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=k&dl=1',
    'https://dl.dropboxusercontent.com/s/abc/a.png',
    'https://acme.sharepoint.com/:i:/s/a/AbC?download=1',
    'https://files.slack.com/files-pri/T1-F1/a.png?pub_secret=abc',
    'https://app.box.com/shared/static/abc.png',
    'no link',
  ])('is not %s', (link) => {
    expect(mediaPageWarning(link, 'header image')).toBeUndefined();
  });

  it('is told with a link that it does not warn of', () => {
    const links = ['https://drive.google.com/file/d/1/view', 'https://www.dropbox.com/s/a/b.png?dl=0'];
    for (const link of links) {
      const [instead = ''] = /https:\S+$/.exec(mediaPageWarning(link, 'header image') ?? '') ?? [];
      expect(instead).not.toBe('');
      expect(mediaPageWarning(instead, 'header image')).toBeUndefined();
    }
  });
});
