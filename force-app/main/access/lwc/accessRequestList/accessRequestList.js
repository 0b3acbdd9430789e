import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import USER_ID from '@salesforce/user/Id';
import { recordsOf } from 'c/graphqlRecords';
import { formatLabel } from 'c/labelText';
import { everyVisible } from 'c/pageTimer';
import { OPEN_STATES, dueOf, toneOf } from 'c/requestStates';
import { i18n } from './labels';

const REFRESH_MILLISECONDS = 15_000;
const PAGE = 25;
/** The most records that GraphQL hands out in one answer. */
const LARGEST_PAGE = 200;
const FILTERS = {
  open: { State__c: { in: OPEN_STATES } },
  mine: { Requested_By__c: { eq: USER_ID } },
  emergency: { Break_Glass__c: { eq: true } },
  all: {},
};

/** The requests with their state and the time left. Fires `open` with the record id. */
export default class AccessRequestList extends LightningElement {
  /** Object info of the request, for the headings of the columns. */
  @api objectInfo;

  i18n = i18n;
  filter = 'open';
  pageSize = PAGE;
  records;
  total = 0;
  hasMore = false;
  errors;
  isRefreshing = false;

  filters = [
    { label: i18n.filterOpen, value: 'open' },
    { label: i18n.filterMine, value: 'mine' },
    { label: i18n.filterBreakGlass, value: 'emergency' },
    { label: i18n.filterAll, value: 'all' },
  ];

  @wire(graphql, {
    query: gql`
      query accessRequests($where: Access_Request__c_Filter, $first: Int) {
        uiapi {
          query {
            Access_Request__c(where: $where, first: $first, orderBy: { Name: { order: DESC } }) {
              totalCount
              pageInfo {
                hasNextPage
              }
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Support_Case_Number__c {
                    value
                  }
                  State__c {
                    value
                    displayValue
                  }
                  Break_Glass__c {
                    value
                  }
                  Target_User__r {
                    Name {
                      value
                    }
                  }
                  Deadline__c {
                    value
                  }
                  Next_Open__c {
                    value
                  }
                  Window_Start__c {
                    value
                  }
                  Window_End__c {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
    variables: '$variables',
  })
  wiredRequests({ data, errors, refresh }) {
    this.reload = refresh;
    this.errors = errors;
    if (data) {
      const connection = data.uiapi.query.Access_Request__c;
      this.records = recordsOf(data, 'Access_Request__c');
      this.total = connection.totalCount;
      this.hasMore = connection.pageInfo.hasNextPage && this.pageSize < LARGEST_PAGE;
    }
  }

  connectedCallback() {
    this.stop = everyVisible(REFRESH_MILLISECONDS, () => this.reload?.());
  }

  disconnectedCallback() {
    this.stop();
  }

  get variables() {
    return { where: FILTERS[this.filter], first: this.pageSize };
  }

  get headings() {
    const label = (name) => this.objectInfo?.fields?.[name]?.label ?? '';
    return {
      number: label('Name'),
      state: label('State__c'),
      supportCase: label('Support_Case_Number__c'),
      user: label('Target_User__c'),
    };
  }

  get rows() {
    return (this.records ?? []).map((record) => ({
      ...record,
      tone: toneOf(record.State__c),
      targetName: record.Target_User__r?.Name,
      due: dueOf(record),
      openLabel: formatLabel(i18n.openRequest, record.Name),
    }));
  }

  get isLoading() {
    return !this.records && !this.errors;
  }

  get isEmpty() {
    return this.records?.length === 0;
  }

  get hasRows() {
    return this.records?.length > 0;
  }

  get emptyText() {
    return {
      open: i18n.emptyOpen,
      mine: i18n.emptyMine,
      emergency: i18n.emptyBreakGlass,
      all: i18n.emptyAll,
    }[this.filter];
  }

  get countText() {
    return this.hasRows ? formatLabel(i18n.count, this.records.length, this.total) : '';
  }

  /** Asks the org again. */
  @api
  async refresh() {
    this.isRefreshing = true;
    try {
      await this.reload?.();
    } finally {
      this.isRefreshing = false;
    }
  }

  /** Moves the focus to the request a person came back from. */
  @api
  focusRequest(recordId) {
    this.template.querySelector(`[data-id="${recordId}"]`)?.focus();
  }

  handleFilter(event) {
    this.filter = event.detail.value;
    this.pageSize = PAGE;
    this.records = undefined;
  }

  handleMore() {
    this.pageSize = Math.min(this.pageSize * 2, LARGEST_PAGE);
  }

  handleOpen(event) {
    this.dispatchEvent(new CustomEvent('open', { detail: { recordId: event.currentTarget.dataset.id } }));
  }
}
