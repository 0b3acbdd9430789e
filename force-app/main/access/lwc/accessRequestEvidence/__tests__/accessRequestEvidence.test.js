import { createElement } from 'lwc';
import AccessRequestEvidence from 'c/accessRequestEvidence';

const decision = {
  Id: 'd1',
  Decision__c: 'Approve',
  Decision__c$label: 'Approve',
  Authorization_Contact__r: { Name: 'Mara Lind' },
  Reason__c: 'Known incident.',
  Received_At__c: '2026-11-20T10:00:00Z',
  Digest__c: 'a'.repeat(64),
  Key_Fingerprint__c: 'ab12',
};
const grant = {
  Id: 'g1',
  Granted_To__c$label: 'Salesforce Support',
  Granted_At__c: '2026-11-20T10:30:00Z',
  Expiration_Date__c: '2026-11-21',
  Verdict__c: 'Matched',
  Verdict__c$label: 'Matched',
};
const access = {
  Id: 'o1',
  Actor_Class__c$label: 'Salesforce Support',
  Actor__c: null,
  Login_At__c: '2026-11-20T11:00:00Z',
  Logout_At__c: null,
  Verdict_Reason__c: 'Inside the window.',
  Provisional__c: true,
};

function evidenceOf(properties) {
  const element = createElement('c-access-request-evidence', { is: AccessRequestEvidence });
  Object.assign(element, properties);
  document.body.appendChild(element);
  return element;
}

describe('c-access-request-evidence', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows who decided what and why, with digest and key [A9] [U1]', async () => {
    const element = evidenceOf({ decisions: [decision] });
    const text = element.shadowRoot.textContent;
    expect(text).toContain('Mara Lind');
    expect(text).toContain('Known incident.');
    expect(element.shadowRoot.querySelector('code').title).toBe('a'.repeat(64));
    expect(element.shadowRoot.querySelector('c-status-badge').tone).toBe('success');
    await expect(element).toBeAccessible();
  });

  test.each([
    ['Matched', 'success'],
    ['Unknown', 'warning'],
    ['Outside_window', 'error'],
  ])('shows a login with the verdict %s in the tone %s', async (verdict, tone) => {
    const element = evidenceOf({
      grants: [grant],
      accesses: [{ ...access, Verdict__c: verdict, Verdict__c$label: verdict }],
    });
    const badges = [...element.shadowRoot.querySelectorAll('c-status-badge')];
    expect(badges[1].tone).toBe(tone);
    expect(element.shadowRoot.querySelector('c-instant-text').value).toBe('Inside the window.');
    expect(element.shadowRoot.textContent).toContain('c.Evidence_Provisional');
    expect(element.shadowRoot.querySelector('lightning-formatted-date-time').value).toBe('2026-11-21');
    await expect(element).toBeAccessible();
  });

  it('says what is not there yet', async () => {
    const element = evidenceOf({});
    expect(element.shadowRoot.textContent).toContain('c.Evidence_No_Decision');
    expect(element.shadowRoot.textContent).toContain('c.Evidence_No_Login');
    await expect(element).toBeAccessible();
  });
});
