/** The least that a Bolt app needs to ack `/whatsapp-send` and open the same view as the bot does. */
import bolt from '@slack/bolt';
import type { ModalView } from '@slack/types';

const view = JSON.parse(
  process.env['PEER_VIEW'] ?? '{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[]}',
) as ModalView;
const app = new bolt.App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});

app.command('/whatsapp-send', async ({ ack, client, command }) => {
  await ack();
  await client.views.open({ trigger_id: command.trigger_id, view });
});

await app.start({ port: Number(process.env['PORT']), host: '127.0.0.1' });
process.stdout.write('listening\n');
