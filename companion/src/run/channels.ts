/** The channels as configured: each with its address, its secrets, and the orgs that may use it. */
import type { ChannelConfig } from '../channels-file.ts';
import type { Config } from '../config.ts';
import type { ChannelPort } from '../relay/ports.ts';
import type { OutboundRules } from '../relay/channels/outbound.ts';
import { slackChannel } from '../relay/channels/slack.ts';
import { teamsChannel } from '../relay/channels/teams.ts';
import { webhookChannel } from '../relay/channels/webhook.ts';

export function channelsOf(
  { channels, demonstration }: Pick<Config, 'channels' | 'demonstration'>,
  orgId: string,
  now: () => Temporal.Instant,
): ReadonlyMap<string, ChannelPort> {
  const allowed = channels.filter(({ orgs }) => orgs === undefined || orgs.includes(orgId));
  return new Map(
    allowed.map((channel) => {
      const rules = { allowLocalHttp: demonstration, allowPrivate: channel.allowPrivate === true };
      return [channel.name, portOf(channel, rules, now)];
    }),
  );
}

function portOf(channel: ChannelConfig, rules: OutboundRules, now: () => Temporal.Instant): ChannelPort {
  switch (channel.kind) {
    case 'slack':
      return slackChannel(channel, rules);
    case 'teams':
      return teamsChannel(channel, rules);
    case 'webhook':
      return webhookChannel(channel, rules, now);
  }
}
