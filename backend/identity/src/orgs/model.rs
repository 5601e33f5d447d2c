//! What an organisation is, and what lies below it.

use std::collections::HashMap;

use platform::access::Orgs;
use platform::ids::OrgId;
use platform::text_enum;

text_enum!(
    /// The kinds of organisation in the federation's tree.
    OrgKind {
        /// 县妇联: the root; its reach is the whole office.
        County = "COUNTY",
        /// 街道妇联.
        Street = "STREET",
        /// 社区（村）妇联.
        Community = "COMMUNITY",
        /// 婚姻家庭纠纷人民调解委员会: the body whose seal stands under an agreement.
        Committee = "COMMITTEE",
        /// 调解工作站: works for a committee and has no seal of its own.
        Station = "STATION",
        /// 律师工作室.
        LawyerRoom = "LAWYER_ROOM",
        /// 协作单位: court, police, civil affairs, a third-party platform.
        Partner = "PARTNER",
    }
);

/// One node, as far as reach is concerned.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    pub id: OrgId,
    pub parent: Option<OrgId>,
    pub kind: OrgKind,
}

/// The tree of one office.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    kinds: HashMap<OrgId, OrgKind>,
    parents: HashMap<OrgId, OrgId>,
    children: HashMap<OrgId, Vec<OrgId>>,
}

impl Tree {
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Self {
        let mut tree = Self::default();
        for node in nodes {
            tree.kinds.insert(node.id, node.kind);
            if let Some(parent) = node.parent {
                tree.parents.insert(node.id, parent);
                tree.children.entry(parent).or_default().push(node.id);
            }
        }
        tree
    }

    /// The organisation and everything below it; each node once, even if the rows form a ring.
    pub fn subtree(&self, top: OrgId) -> Vec<OrgId> {
        if !self.kinds.contains_key(&top) {
            return Vec::new();
        }
        let mut found = vec![top];
        let mut next = 0;
        while let Some(org) = found.get(next).copied() {
            for child in self.children.get(&org).into_iter().flatten() {
                if !found.contains(child) {
                    found.push(*child);
                }
            }
            next += 1;
        }
        found
    }

    /// How far a role held at `org` reaches: at the county, everywhere in the office. A committee serves the area of the
    /// organisation it was set up by, so a role held there reaches as far (《人民调解法》第34条).
    pub fn reach(&self, org: OrgId) -> Orgs {
        match (self.kinds.get(&org), self.parents.get(&org)) {
            (None, _) => Orgs::None,
            (Some(OrgKind::County), _) => Orgs::All,
            (Some(OrgKind::Committee), Some(parent)) if self.kinds.get(parent) == Some(&OrgKind::County) => Orgs::All,
            (Some(OrgKind::Committee), Some(parent)) => Orgs::These(self.subtree(*parent)),
            (Some(_), _) => Orgs::These(self.subtree(org)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reaches_down_and_never_up_or_sideways() {
        let [county, street, community, sibling] = [OrgId::new(), OrgId::new(), OrgId::new(), OrgId::new()];
        let node = |id, parent, kind| Node { id, parent, kind };
        let tree = Tree::new([
            node(county, None, OrgKind::County),
            node(street, Some(county), OrgKind::Street),
            node(community, Some(street), OrgKind::Community),
            node(sibling, Some(county), OrgKind::Street),
        ]);
        assert_eq!(tree.reach(county), Orgs::All);
        assert_eq!(tree.reach(street), Orgs::These(vec![street, community]));
        assert!(!tree.reach(community).contains(street));
        assert!(!tree.reach(street).contains(sibling));
        let committee = OrgId::new();
        let served = Tree::new([
            node(county, None, OrgKind::County),
            node(street, Some(county), OrgKind::Street),
            node(committee, Some(street), OrgKind::Committee),
        ]);
        assert_eq!(served.reach(committee), Orgs::These(vec![street, committee]), "a committee serves the area it was set up for");
        assert_eq!(tree.reach(OrgId::new()), Orgs::None, "an organisation of another office reaches nowhere");
    }

    #[test]
    fn a_ring_ends() {
        let [a, b] = [OrgId::new(), OrgId::new()];
        let tree =
            Tree::new([Node { id: a, parent: Some(b), kind: OrgKind::Street }, Node { id: b, parent: Some(a), kind: OrgKind::Street }]);
        assert_eq!(tree.subtree(a), [a, b]);
    }
}
