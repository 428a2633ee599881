import { Clock1763880000001 } from './1763880000001-clock.js';
import { Installation1763880000002 } from './1763880000002-installation.js';
import { Delivery1763880000003 } from './1763880000003-delivery.js';
import { Notification1763880000004 } from './1763880000004-notification.js';
import { Alert1763880000005 } from './1763880000005-alert.js';
import { Event1763880000006 } from './1763880000006-event.js';
import { SlackRequest1763880000007 } from './1763880000007-slack-request.js';
import { Lanes1763880000008 } from './1763880000008-lanes.js';
import { Destinations1763880000009 } from './1763880000009-destinations.js';
import { Storms1763880000011 } from './1763880000011-storms.js';
import { DeliveryRecord1763880000014 } from './1763880000014-delivery-record.js';
import { Audit1764288000001 } from './1764288000001-audit.js';
import { InstallationLife1764288000002 } from './1764288000002-installation-life.js';
import { Role1764288000003 } from './1764288000003-role.js';
import { Quota1764288000004 } from './1764288000004-quota.js';
import { EventList1764288000005 } from './1764288000005-event-list.js';
import { Console1764300000001 } from './1764300000001-console.js';
import { Report1764400000001 } from './1764400000001-report.js';
import { Rotation1764400000002 } from './1764400000002-rotation.js';
import { Service1764500000001 } from './1764500000001-service.js';
import { MessageOrigin1764600000001 } from './1764600000001-message-origin.js';
import { Mute1764600000002 } from './1764600000002-mute.js';
import { Mention1764600000003 } from './1764600000003-mention.js';
import { Home1764600000004 } from './1764600000004-home.js';
import { Retention1764600000005 } from './1764600000005-retention.js';
import { CardFailover1764600000006 } from './1764600000006-card-failover.js';

/** Every migration, oldest first. They only add, and are never edited after they land. */
export const migrations = [
  Clock1763880000001,
  Installation1763880000002,
  Delivery1763880000003,
  Notification1763880000004,
  Alert1763880000005,
  Event1763880000006,
  SlackRequest1763880000007,
  Lanes1763880000008,
  Destinations1763880000009,
  Storms1763880000011,
  DeliveryRecord1763880000014,
  Audit1764288000001,
  InstallationLife1764288000002,
  Role1764288000003,
  Quota1764288000004,
  EventList1764288000005,
  Console1764300000001,
  Report1764400000001,
  Rotation1764400000002,
  Service1764500000001,
  MessageOrigin1764600000001,
  Mute1764600000002,
  Mention1764600000003,
  Home1764600000004,
  Retention1764600000005,
  CardFailover1764600000006,
];
