/** The one English name of each term that stands in mails and on the contacts' page alike. */
export const labelsEn = {
  /** Values that the org keeps by their API names. */
  values: {
    Yes: 'Yes',
    No: 'No',
    // Who asks
    Salesforce_employee: 'Salesforce employee',
    Contract_partner: 'Contract partner of Salesforce',
    Package_publisher: 'Package publisher',
    Org_administrator: 'Org administrator',
    // What for
    Support_escalation: 'Support escalation',
    Infrastructure_troubleshooting: 'Infrastructure troubleshooting',
    Security_incident_response: 'Security incident response',
    Database_operations: 'Database operations',
    Performance_optimization: 'Performance optimization',
    // Where
    Production: 'Production',
    Sandbox: 'Sandbox',
    Scratch: 'Scratch org',
    // What a review of break-glass says
    Justified: 'Justified',
    Not_justified: 'Not justified',
    // Roles of contacts
    Security_lead: 'Security lead',
    Compliance_lead: 'Compliance lead',
    Operations_lead: 'Operations lead',
  } as Readonly<Record<string, string>>,
  terms: {
    request: 'Request',
    caseNumber: 'Support case',
    checkPhrase: 'Check phrase',
    decideBy: 'Decide by',
    party: 'Who asks',
    requester: 'Raised by',
    incident: 'Kind of incident',
    dataViewed: 'Customer data viewed',
    hours: 'Time asked for',
    environment: 'Environment',
    user: 'Log in as',
  },
};
