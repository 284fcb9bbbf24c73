package fr.teleservices.account;

import java.util.List;

/** An account that is grouped into another one, and the children that it brought. */
public record GroupPart(long accountId, long schoolId, String login, String schoolName, List<Child> children) {
    GroupPart with(List<Child> brought) {
        return new GroupPart(accountId, schoolId, login, schoolName, brought);
    }
}
