/**
 * Browser sessions, and the site around the API: console files, health, metrics, reference. A session is a cookie whose
 * SHA-256 is stored, with a CSRF token beside it; it can do what its user can do. Holds no rules of users themselves.
 */
@NullMarked
package dev.pankou.console;

import org.jspecify.annotations.NullMarked;
