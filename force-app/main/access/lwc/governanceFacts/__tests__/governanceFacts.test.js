import { durationText, statusOf, waitingView } from 'c/governanceFacts';
import { formatLabel } from 'c/labelText';

jest.mock('@salesforce/label/c.Hours', () => ({ __esModule: true, default: '{0} hours' }), { virtual: true });
jest.mock('@salesforce/label/c.Days', () => ({ __esModule: true, default: '{0} days' }), { virtual: true });
jest.mock('@salesforce/label/c.Minutes', () => ({ __esModule: true, default: '{0} minutes' }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Waiting_Added', () => ({ __esModule: true, default: '{0} is to be added' }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Waiting_Mode', () => ({ __esModule: true, default: '{0} is proposed' }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Waiting_Policy', () => ({ __esModule: true, default: '{0} terms' }), {
  virtual: true,
});

describe('c/governanceFacts', () => {
  it('reads lists, and takes one that is broken for empty', () => {
    const status = statusOf({ Mode__c: 'Standard', Alarms__c: '[{"title":"a"}]', Waiting__c: '{"broken' });
    expect(status).toMatchObject({ mode: 'Standard', alarms: [{ title: 'a' }], waiting: [], asking: [] });
    expect(statusOf(undefined)).toBeUndefined();
  });

  test.each([
    [{ kind: 'Roster', change: 'Added', contact: 'c1' }, { text: 'Nora is to be added' }],
    [{ kind: 'Passkey', contact: 'c1' }, { text: 'c.Waiting_Passkey' }],
    [{ kind: 'Policy', terms: 3 }, { text: '3 terms' }],
    [{ kind: 'Policy', terms: 1 }, { text: 'c.Waiting_Policy_One' }],
    [{ kind: 'Founding_policy' }, { text: 'c.Waiting_Founding_Policy' }],
    [
      { kind: 'Mode', mode: 'Opt_out_enabled', from: '2026-12-01T00:00:00Z' },
      { text: 'Opt-out enabled is proposed', at: '2026-12-01T00:00:00Z' },
    ],
    [{ kind: 'Founding_mode', mode: 'Standard' }, { text: 'c.Waiting_Founding_Mode' }],
    [{ kind: 'Founding_roster', signed: 1, needed: 2 }, { text: 'c.Waiting_Founding_Roster' }],
    [{ kind: 'Something_new' }, { text: 'Something_new' }],
  ])('says what waits: %j', (item, view) => {
    expect(waitingView(item, () => 'Nora')).toEqual(view);
  });

  test.each([
    [1, 'c.Minutes_One'],
    [90, '90 minutes'],
    [60, 'c.Hours_One'],
    [1440, '24 hours'],
    [4320, '3 days'],
  ])('says %i minutes in words', (length, text) => {
    expect(durationText(length)).toBe(formatLabel(text));
  });
});
