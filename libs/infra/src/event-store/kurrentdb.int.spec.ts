import { describeWithKurrentDb, kurrentDbStores } from '../../../../test/support/kurrentdb.js';
import { eventStoreContract } from '../../../../test/contracts/event-store.js';

describeWithKurrentDb('the event store on KurrentDB', (url) => {
  eventStoreContract(() => kurrentDbStores(url, `contract${Date.now().toString(36)}.`));
});
