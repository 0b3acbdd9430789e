import { OPEN_STATES, actionsOf, dueOf, labelsByValue, nextOf, pathOf, toneOf } from 'c/requestStates';

const valuesOf = (request) => pathOf(request, (state) => state).map((step) => step.value);

describe('c-request-states', () => {
  test.each([
    [
      { State__c: 'Submitted', Deadline__c: 'D' },
      { label: 'c.Due_Decision', until: 'D' },
    ],
    [
      { State__c: 'Submitted', Deadline__c: 'D', Next_Open__c: 'N' },
      { label: 'c.Due_Policy', until: 'N' },
    ],
    [
      { State__c: 'Awaiting_decision', Deadline__c: 'D' },
      { label: 'c.Due_Decision', until: 'D' },
    ],
    [
      { State__c: 'More_information', Deadline__c: 'D' },
      { label: 'c.Due_Decision', until: 'D' },
    ],
    [
      { State__c: 'Approved', Window_Start__c: 'S' },
      { label: 'c.Due_Window_Start', until: 'S' },
    ],
    [
      { State__c: 'Window_open', Window_End__c: 'E' },
      { label: 'c.Due_Window_End', until: 'E' },
    ],
    [{ State__c: 'Submitted', Deadline__c: null }, undefined],
    [{ State__c: 'Completed', Window_End__c: 'E' }, undefined],
  ])('names the clock that runs for %j', (request, due) => {
    expect(dueOf(request)).toEqual(due);
  });

  it('shows the straight way while a request is open', () => {
    expect(valuesOf({ State__c: 'Draft' })).toEqual([
      'Draft',
      'Submitted',
      'Awaiting_decision',
      'Approved',
      'Window_open',
      'Completed',
    ]);
    expect(valuesOf({ State__c: 'More_information' })).toContain('More_information');
  });

  test.each([
    [{ State__c: 'Refused_by_policy' }, ['Draft', 'Submitted', 'Refused_by_policy']],
    [{ State__c: 'Denied' }, ['Draft', 'Submitted', 'Awaiting_decision', 'Denied']],
    [{ State__c: 'Revoked' }, ['Draft', 'Submitted', 'Awaiting_decision', 'Approved', 'Revoked']],
    [{ State__c: 'Cancelled' }, ['Draft', 'Cancelled']],
    [{ State__c: 'Cancelled', Submitted_At__c: 'S' }, ['Draft', 'Submitted', 'Cancelled']],
    [{ State__c: 'Cancelled', Deadline__c: 'D' }, ['Draft', 'Submitted', 'Awaiting_decision', 'Cancelled']],
  ])('shows the way a request really went: %j', (request, steps) => {
    expect(valuesOf(request)).toEqual(steps);
  });

  it('offers what the validation rules of the org allow a person', () => {
    const offered = (request) => Object.keys(actionsOf(request)).filter((name) => actionsOf(request)[name]);
    expect(offered({ State__c: 'Draft' })).toEqual(['edit', 'submit', 'cancel']);
    expect(offered({ State__c: 'Submitted' })).toEqual(['cancel']);
    expect(offered({ State__c: 'Awaiting_decision' })).toEqual(['cancel']);
    expect(offered({ State__c: 'More_information' })).toEqual(['answer', 'cancel']);
    expect(offered({ State__c: 'Approved' })).toEqual(['revoke']);
    expect(offered({ State__c: 'Window_open' })).toEqual(['revoke']);
    expect(offered({ State__c: 'Window_open', Revocation_Requested__c: true })).toEqual([]);
    expect(offered({ State__c: 'Denied' })).toEqual([]);
  });

  it('has a tone and a next step for every state', () => {
    expect(toneOf('Denied')).toBe('error');
    expect(toneOf('Draft')).toBe('neutral');
    OPEN_STATES.forEach((state) => expect(nextOf({ State__c: state })).toBe(`c.Next_${state}`));
  });

  it('calls nothing approved that break-glass opened, and shows no step at which anybody was asked [D112]', () => {
    const request = { State__c: 'Window_open', Break_Glass__c: true };
    expect(nextOf(request)).toBe('c.Next_Break_Glass');
    expect(pathOf(request, (state) => state).map(({ value }) => value)).toEqual([
      'Draft',
      'Submitted',
      'Approved',
      'Window_open',
      'Completed',
    ]);
  });

  it('reads labels by value', () => {
    const picklists = {
      picklistFieldValues: { State__c: { values: [{ value: 'Window_open', label: 'Window open' }] } },
    };
    expect(labelsByValue(picklists, 'State__c')).toEqual({ Window_open: 'Window open' });
    expect(labelsByValue(undefined, 'State__c')).toEqual({});
  });
});
