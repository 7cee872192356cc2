package dev.pankou.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.egress.Addresses.Reach;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.32.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.128.0.0, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "127.0.0.1, PRIVATE",
        "127.255.255.254, PRIVATE",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "::1, PRIVATE",
        "fc00::1, PRIVATE",
        "fd12::1, PRIVATE",
        "::ffff:127.0.0.1, PRIVATE",
        "0.0.0.0, NEVER",
        "0.1.2.3, NEVER",
        "169.254.169.254, NEVER",
        "::ffff:169.254.169.254, NEVER",
        "224.0.0.1, NEVER",
        "255.255.255.255, NEVER",
        "240.0.0.1, NEVER",
        "198.18.0.1, NEVER",
        "192.0.2.1, NEVER",
        "::, NEVER",
        "::127.0.0.1, NEVER",
        "::8.8.8.8, NEVER",
        "fd00:ec2::254, NEVER",
        "fe80::1, NEVER",
        "ff02::1, NEVER",
        "2001:0:1::1, NEVER",
        "2001:db8::1, NEVER",
        "2002:7f00:1::, NEVER",
        "2002:a9fe:a9fe::1, NEVER",
        "2002:0808:0808::1, PUBLIC",
        "64:ff9b::7f00:1, NEVER",
        "64:ff9b::a9fe:a9fe, NEVER",
        "64:ff9b::808:808, PUBLIC",
        "64:ff9b:1::1, NEVER",
        "100.100.100.199, PRIVATE",
        "100.100.100.200, NEVER",
        "168.63.129.15, PUBLIC",
        "168.63.129.16, NEVER",
        "fd00:ec2::23, NEVER",
        "fd20:ce::254, NEVER",
        "fd00:42::42, NEVER",
        "fd00:c1::a9fe:a9fe, NEVER",
        "::ffff:0:127.0.0.1, NEVER",
        "1fff::1, NEVER",
        "2000::1, PUBLIC",
        "3ffe::1, PUBLIC",
        "4000::1, NEVER",
        "fbff::1, NEVER",
        "fe00::1, NEVER"
    })
    void tellsHowFarAnAddressReaches(String address, Reach reach) {
        assertThat(Addresses.reach(InetAddress.ofLiteral(address))).isEqualTo(reach);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 80",
        "127.0.0.0/8, 80",
        "127.0.0.1:80, 80",
        "intern.example, 80",
        "INTERN.example:80, 80",
        "'10.0.0.0/8 , 127.0.0.0/8:80', 80"
    })
    void allowsWhatTheOperatorAllows(String list, int port) {
        var policy = EgressPolicy.parse(list);
        var addresses = List.of(InetAddress.ofLiteral("127.0.0.1"));

        assertThatCode(() -> policy.check("intern.example", port, EgressTrust.PUBLIC, addresses))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:81", "other.example", "[::1]:80", "fd00::/8", "10.0.0.0/8"})
    void refusesWhatNoRuleAllows(String list) {
        var policy = EgressPolicy.parse(list);
        var addresses = List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("127.0.0.1"));

        assertThatThrownBy(() -> policy.check("intern.example", 80, EgressTrust.PUBLIC, addresses))
                .isInstanceOf(EgressException.class);
    }

    @Test
    void trustsConfiguredDestinationsWithPrivateAddressesButNotWithMetadata() {
        var policy = EgressPolicy.parse(" ");

        policy.check("h", 80, EgressTrust.CONFIGURED, List.of(InetAddress.ofLiteral("10.0.0.1")));

        for (var metadata : List.of("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254")) {
            assertThatThrownBy(() -> policy.check("h", 80, EgressTrust.CONFIGURED, List.of(InetAddress.ofLiteral(metadata))))
                    .as(metadata)
                    .isInstanceOf(EgressException.class);
        }
    }

    @Test
    void saysThatTheAddressIsNotAllowedAndWhoCanAllowIt() {
        assertThatThrownBy(() -> EgressPolicy.parse("")
                        .check("h", 80, EgressTrust.PUBLIC, List.of(InetAddress.ofLiteral("10.0.0.1"))))
                .hasMessage("The address is not public, so this server does not connect to it. Its operator can allow it: egress-allow.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "host:99999", "host:", "1.2.3/8", "[::1]:x", "a/b"})
    void refusesAListItCannotRead(String list) {
        assertThatThrownBy(() -> EgressPolicy.parse(list)).isInstanceOf(IllegalArgumentException.class);
    }
}
