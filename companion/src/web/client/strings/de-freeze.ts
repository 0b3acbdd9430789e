import type { enFreeze } from './en-freeze.ts';
import type { Words } from './words.ts';

/** German words of a request that is frozen because its record was altered, and of the look that ends it. */
export const deFreeze: Words<typeof enFreeze> = {
  badge: 'Eingefroren',
  title: 'Eingefroren: Der Datensatz wurde verändert',
  lead: 'Jemand hat ihn in der Org an den Regeln vorbei geändert. Es zählt, was festgehalten ist, und nichts wird entschieden oder geöffnet, bis ein Kontakt, der entscheiden darf, es sich angesehen hat. Die Frist läuft weiter.',
  link: 'Ansehen und unterschreiben, wie es weitergeht',
  whoWhen: (what, by, when) => `${what}, zuletzt von ${by}, ${when}`,
  values: (logged, found) => `Festgehalten: ${logged}. In der Org gefunden: ${found}.`,
  nobody: 'unbekannt',
  noTime: 'Zeitpunkt unbekannt',
  empty: '(leer)',
  unknown: 'Eine frühere Version hat die Veränderung gefunden; der Befund sagt, was es war.',
  kinds: {
    changed: (object) => `${object} geändert`,
    deleted: (object) => `${object} gelöscht`,
    missing: (object) => `${object} verschwunden`,
    'not ours': (object) => `${object} nicht von Countersign geschrieben`,
  },
  objects: { Access_Request__c: 'Anfrage', Access_Decision__c: 'Entscheidung' },
  inOrg: {
    As_logged: 'Jetzt in der Org: wie festgehalten; es wurde zurückgeschrieben.',
    As_found:
      'Jetzt in der Org: noch wie gefunden; es wird zurückgeschrieben, und es zählt, was festgehalten ist.',
    Gone: 'Jetzt in der Org: nichts. Es zählt, was festgehalten ist.',
  },
  label: (number) => `Veränderung ${number}`,
  fieldLabel: (number, field) => `Veränderung ${number}: ${field}`,
  heading: 'Blick auf eine veränderte Anfrage',
  actLead:
    'Der Datensatz dieser Anfrage wurde in der Org an den Regeln vorbei geändert. Vergleichen Sie, was festgehalten ist, mit dem, was gefunden wurde, und fragen Sie die genannte Person auf einem Weg, den Sie kennen. Unterschreiben Sie dann, ob die Anfrage weitergeht, wie sie festgehalten ist, oder endet. Eine spätere Veränderung friert sie wieder ein.',
  choices: {
    Go_on: 'Weiter: Es zählt, was festgehalten ist',
    End_request: 'Anfrage beenden',
  },
  shown: {
    state: 'Wie sie steht',
    mayEnd: 'Kann beendet werden',
    deadline: 'Entscheidung fällig',
    loginAs: 'Anmelden als',
    alterations: 'Veränderungen',
  },
  fields: {
    State__c: 'Wie sie steht',
    Deadline__c: 'Entscheidung fällig',
    Window_Start__c: 'Zeitfenster öffnet',
    Window_End__c: 'Zeitfenster endet',
    Decided_By__c: 'Entschieden von',
    Decided_At__c: 'Entschieden am',
    Decision__c: 'Entscheidung',
    Reason__c: 'Begründung',
    Frozen__c: 'Eingefroren',
  },
};
