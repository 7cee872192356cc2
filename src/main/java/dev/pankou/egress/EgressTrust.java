package dev.pankou.egress;

/** Who chose the destination of a request. */
public enum EgressTrust {
    /** A user, a bot or a document: public addresses only, redirects are followed (at most five) and checked again. */
    PUBLIC,
    /**
     * As {@link #PUBLIC}, but a redirect is an answer like any other: for requests whose credentials belong to one origin, where
     * the sender decides what goes along.
     */
    PUBLIC_DIRECT,
    /**
     * An administrator's setting: loopback and private addresses are fine, link-local (cloud metadata) and multicast are
     * still refused. Redirects are not followed, so that credentials never travel on.
     */
    CONFIGURED
}
